package cmtp.node.remoting;

import cmtp.node.mailbox.Mailbox;
import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.Listing;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.DomainName;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Messages as CBOR: a record is a map from its components' names, a value type its one value.
 * Unknown components are passed over; a missing number is 0, a missing list, text or {@code Bytes}
 * is empty, and a message that lacks anything else is none.
 */
final class MessageMapper {

  /** A sealed type inside a message: its name, then its value. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
  private interface Named {}

  private MessageMapper() {}

  static ObjectMapper create(References references) {
    ObjectMapper mapper =
        CBORMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(values(references))
            .addMixIn(Listing.class, Named.class)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
            .build();
    for (Class<?> type : List.of(String.class, Bytes.class, List.class, Set.class)) {
      JsonSetter.Value empty = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY, Nulls.FAIL);
      mapper.configOverride(type).setSetterInfo(empty);
    }
    mapper.registerSubtypes(
        new NamedType(Listing.Page.class, "page"), new NamedType(Listing.Resync.class, "resync"));
    return mapper;
  }

  private static SimpleModule values(References references) {
    SimpleModule module = new SimpleModule("cmtp-messages");
    module.addSerializer(Bytes.class, new ValueForms.OfBytes<>(Bytes.class, bytes -> bytes));
    module.addDeserializer(Bytes.class, new ValueForms.ToBytes());
    module.addSerializer(
        MessageId.class, new ValueForms.OfBytes<>(MessageId.class, MessageId::value));
    module.addDeserializer(
        MessageId.class, new ValueForms.FromBytes<>(MessageId.class, MessageId::new));
    text(module, DomainName.class, DomainName::value, DomainName::new);
    text(module, AccountName.class, AccountName::value, AccountName::new);
    text(module, BoxName.class, BoxName::value, BoxName::new);
    module.addSerializer(
        ActorRef.class, new ValueForms.OfText<>(ActorRef.class, ref -> references.text(ref)));
    module.addDeserializer(
        ActorRef.class, new ValueForms.FromText<>(ActorRef.class, references::reference));
    module.addSerializer(Mailbox.InSession.class, new InSessionForm.Writer());
    module.addDeserializer(Mailbox.InSession.class, new InSessionForm.Reader());
    return module;
  }

  private static <T> void text(
      SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
    module.addSerializer(type, new ValueForms.OfText<>(type, write));
    module.addDeserializer(type, new ValueForms.FromText<>(type, read));
  }
}
