package cmtp.node.proof;

import cmtp.node.TestNode.User;
import cmtp.node.cli.mail.Letter;
import cmtp.node.cli.mail.LetterSealer;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.Message;
import java.util.List;
import java.util.Optional;

/** Mail as {@code cmtp send} makes it. */
final class Letters {
  private Letters() {}

  /**
   * A message and what is to become of it.
   *
   * @param reader empty if there is no such account: then the sender gets it back
   */
  record Sent(User sender, Address to, Optional<User> reader, Message message, String text) {
    MessageId mid() {
      return message.mid();
    }
  }

  static Sent to(User sender, User reader, String text) {
    Message message = seal(sender, reader.address(), reader.key().publicKey(), text);
    return new Sent(sender, reader.address(), Optional.of(reader), message, text);
  }

  /** To an address that is nobody's, sealed with some key. */
  static Sent toNobody(User sender, Address to, String text) {
    Message message = seal(sender, to, sender.key().publicKey(), text);
    return new Sent(sender, to, Optional.empty(), message, text);
  }

  private static Message seal(User sender, Address to, VerifyKey key, String text) {
    Letter letter =
        new Letter(
            1,
            sender.address(),
            List.of(to),
            List.of(),
            List.of(),
            "",
            "a subject",
            text,
            List.of());
    return new LetterSealer(sender.key()).seal(letter, to, key, System.currentTimeMillis());
  }
}
