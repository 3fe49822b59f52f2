package cmtp.node.remoting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.NotSerializableException;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** The actor system's way to messages that leave the process; named in {@code cmtp-pekko.conf}. */
public final class MessageSerializer extends SerializerWithStringManifest {
  /** In every envelope on the wire: for ever. */
  private static final int IDENTIFIER = 0x434d5450;

  private final ExtendedActorSystem system;
  private final ObjectMapper mapper;

  public MessageSerializer(ExtendedActorSystem system) {
    this.system = system;
    this.mapper = MessageMapper.create(new Resolved());
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return MessageNames.of(message.getClass())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    message.getClass().getName() + " never leaves its process"));
  }

  @Override
  public byte[] toBinary(Object message) {
    try {
      return mapper.writeValueAsBytes(message);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalArgumentException(manifest(message) + " has no form", unwritable);
    }
  }

  /** What can't be read is logged and dropped by the remoting: its sender hears nothing. */
  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    Class<?> type =
        MessageNames.type(manifest)
            .orElseThrow(() -> new NotSerializableException("unknown message " + manifest));
    try {
      return mapper.readValue(bytes, type);
    } catch (IOException malformed) {
      throw unreadable(manifest, malformed);
    }
  }

  private static NotSerializableException unreadable(String manifest, IOException why) {
    NotSerializableException unreadable =
        new NotSerializableException("a " + manifest + " can't be read");
    unreadable.initCause(why);
    return unreadable;
  }

  /** The resolver is an extension, and those are there only after the serializers. */
  private final class Resolved implements References {
    @Override
    public String text(ActorRef<?> reference) {
      return ActorRefResolver.get(Adapter.toTyped(system)).toSerializationFormat(reference);
    }

    @Override
    public ActorRef<?> reference(String text) {
      return ActorRefResolver.get(Adapter.toTyped(system)).resolveActorRef(text);
    }
  }
}
