package cmtp.protocol;

import java.util.Optional;

/** A message's identity, computed from its content (SPEC 5); 32 bytes, as text 64 hex digits. */
public record MessageId(Bytes value) {
  public static final int BYTES = 32;

  public MessageId {
    if (value.length() != BYTES) {
      throw new IllegalArgumentException("a message id has 32 bytes, not " + value.length());
    }
  }

  /** Reads 64 lower-case hexadecimal digits; empty for anything else. */
  public static Optional<MessageId> parse(String text) {
    if (text.length() != 2 * BYTES || !text.chars().allMatch(MessageId::isLowerHex)) {
      return Optional.empty();
    }
    return Optional.of(new MessageId(Bytes.hex(text)));
  }

  private static boolean isLowerHex(int c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
  }

  /** The first 12 digits: enough to find a message in a log. */
  public String prefix() {
    return toString().substring(0, 12);
  }

  @Override
  public String toString() {
    return value.hex();
  }
}
