package cmtp.node.remoting;

import cmtp.node.mailbox.Mailbox;
import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.FlagChange;
import cmtp.persistence.mailbox.Flags;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.DomainName;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Messages made of their types, the same each time: every constant of an enum, every kind of a
 * sealed type and both states of an optional value occur in some variant.
 */
final class Samples {
  private static final int VARIANTS = 12;

  private final ActorRef<?> reference;

  Samples(ActorRef<?> reference) {
    this.reference = reference;
  }

  /** All that differ. */
  List<Object> of(Class<?> type) {
    List<Object> samples = new ArrayList<>();
    for (int variant = 0; variant < VARIANTS; variant++) {
      samples.add(value(type, variant));
    }
    return samples.stream().distinct().toList();
  }

  private Object value(Type type, int variant) {
    if (type instanceof ParameterizedType generic) {
      return generic(generic, variant);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == Mailbox.Command.class) {
      Class<?> inner = variant % 2 == 0 ? Mailbox.Deliver.class : Mailbox.ChangeFlags.class;
      return value(inner, variant);
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[variant % plain.getEnumConstants().length];
    }
    if (plain.isSealed()) {
      return value(plain.getPermittedSubclasses()[variant % 2], variant);
    }
    return known(plain).orElseGet(() -> record(plain, variant));
  }

  private Object generic(ParameterizedType type, int variant) {
    Type inner = type.getActualTypeArguments()[0];
    if (type.getRawType() == ActorRef.class) {
      return reference;
    }
    Object value = value(inner, variant);
    if (type.getRawType() == Optional.class) {
      return variant % 2 == 0 ? Optional.of(value) : Optional.empty();
    }
    return type.getRawType() == Set.class ? Set.of(value) : List.of(value, value);
  }

  private static Optional<Object> known(Class<?> type) {
    Object value = null;
    if (type == long.class || type == Long.class) {
      value = 1L << 40;
    } else if (type == int.class || type == Integer.class) {
      value = 70_000;
    } else if (type == boolean.class) {
      value = true;
    } else if (type == String.class) {
      value = "text \u00e4";
    } else if (type == Bytes.class) {
      value = Bytes.hex("00ff10");
    } else if (type == MessageId.class) {
      value = new MessageId(Bytes.wrap(new byte[MessageId.BYTES]));
    } else if (type == DomainName.class) {
      value = DomainName.parse("far.example");
    } else if (type == AccountName.class) {
      value = AccountName.parse("alice");
    } else if (type == BoxName.class) {
      value = BoxName.ARCHIVE;
    } else if (type == Flags.class) {
      value = Flags.of("flagged", "seen");
    } else if (type == FlagChange.class) {
      value = FlagChange.parse("+seen,-flagged").orElseThrow();
    }
    return Optional.ofNullable(value);
  }

  private Object record(Class<?> type, int variant) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(components[i].getGenericType(), variant);
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(type + " can't be made", impossible);
    }
  }
}
