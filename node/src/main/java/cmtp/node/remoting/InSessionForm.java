package cmtp.node.remoting;

import cmtp.node.mailbox.Mailbox;
import cmtp.protocol.Bytes;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import org.apache.pekko.actor.typed.ActorRef;

/** The one message with another inside: beside that stands its name. */
final class InSessionForm {
  private static final String EPOCH = "epoch";
  private static final String NAME = "name";
  private static final String COMMAND = "command";
  private static final String REPLY_TO = "replyTo";

  private InSessionForm() {}

  @SuppressWarnings("serial")
  static final class Writer extends StdSerializer<Mailbox.InSession> {
    Writer() {
      super(Mailbox.InSession.class);
    }

    @Override
    public void serialize(Mailbox.InSession message, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      Class<?> type = message.command().getClass();
      String name = MessageNames.of(type).orElse("");
      if (name.isEmpty()) {
        provider.reportBadDefinition(type, "has no name");
      }
      out.writeStartObject();
      provider.defaultSerializeField(EPOCH, message.epoch(), out);
      out.writeStringField(NAME, name);
      provider.defaultSerializeField(COMMAND, message.command(), out);
      provider.defaultSerializeField(REPLY_TO, message.replyTo(), out);
      out.writeEndObject();
    }
  }

  @SuppressWarnings("serial")
  static final class Reader extends StdDeserializer<Mailbox.InSession> {
    Reader() {
      super(Mailbox.InSession.class);
    }

    @Override
    public Mailbox.InSession deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      JsonNode fields = context.readTree(in);
      Class<?> type = MessageNames.type(fields.path(NAME).asText()).orElse(Object.class);
      if (!Mailbox.Command.class.isAssignableFrom(type) || type == Mailbox.InSession.class) {
        return context.reportInputMismatch(this, "no command of a mailbox");
      }
      return new Mailbox.InSession(
          context.readTreeAsValue(fields.path(EPOCH), Bytes.class),
          (Mailbox.Command) context.readTreeAsValue(fields.path(COMMAND), type),
          replyTo(fields, context));
    }

    @SuppressWarnings("unchecked")
    private static ActorRef<Mailbox.Reply> replyTo(JsonNode fields, DeserializationContext context)
        throws IOException {
      return context.readTreeAsValue(fields.path(REPLY_TO), ActorRef.class);
    }
  }
}
