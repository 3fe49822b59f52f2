package cmtp.node.cli.mail;

import cmtp.protocol.address.Address;
import cmtp.protocol.address.InvalidAddressException;
import cmtp.protocol.message.MailText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Who an answer goes to, and how the original is taken along. */
public final class Answers {
  private Answers() {}

  /**
   * @param to never empty
   */
  public record Recipients(List<Address> to, List<Address> cc) {
    public Recipients {
      to = List.copyOf(to);
      cc = List.copyOf(cc);
    }
  }

  /**
   * An answer to a letter of one's own, taken from the Sent box, goes to its recipients again.
   *
   * @param all whether everybody who got the original gets the answer
   */
  public static Recipients to(Address me, Address source, MailText original, boolean all) {
    List<Address> recipients = listed(original, "to:");
    if (source.equals(me) && !recipients.isEmpty()) {
      return new Recipients(recipients, all ? listed(original, "cc:") : List.of());
    }
    Address answerTo = address(original.replyTo()).orElse(source);
    Set<Address> others = new LinkedHashSet<>();
    if (all) {
      original.carbonCopies().forEach(copy -> address(copy).ifPresent(others::add));
      others.remove(me);
      others.remove(answerTo);
    }
    return new Recipients(List.of(answerTo), new ArrayList<>(others));
  }

  /** The carbon copies of a Sent copy that carry this prefix. */
  public static List<Address> listed(MailText sent, String prefix) {
    return sent.carbonCopies().stream()
        .filter(copy -> copy.startsWith(prefix))
        .flatMap(copy -> address(copy.substring(prefix.length())).stream())
        .toList();
  }

  /** {@code Re: subject}, without a second one. */
  public static String subject(String prefix, String original) {
    return original.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT))
        ? original
        : (prefix + " " + original).strip();
  }

  /** Each line behind a {@code >}. */
  public static String quoted(String introduction, String text) {
    StringBuilder out = new StringBuilder(introduction).append('\n');
    text.stripTrailing().lines().forEach(line -> out.append("> ").append(line).append('\n'));
    return out.toString();
  }

  private static Optional<Address> address(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Address.parse(text));
    } catch (InvalidAddressException strange) {
      return Optional.empty();
    }
  }
}
