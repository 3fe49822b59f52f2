package cmtp.node.cli.mail;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.address.Address;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.NamedFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a person writes, before it is sealed for anybody. An address that stands in several lists
 * counts in the first one only.
 *
 * @param writtenAtSeconds Unix seconds
 * @param replyTo an address, or empty
 * @param text any line ends; LF is sent
 */
public record Letter(
    long writtenAtSeconds,
    Address from,
    List<Address> to,
    List<Address> cc,
    List<Address> bcc,
    String replyTo,
    String subject,
    String text,
    List<NamedFile> files) {
  private static final int COPIES_MAX = 1000;

  /** What a header, a log and the seals add at most to the content of one message. */
  private static final int ENVELOPE_BYTES_MAX = 4 * Limits.NAME_BYTES_MAX + 64 * 1024;

  public Letter {
    to = List.copyOf(new LinkedHashSet<>(to));
    cc = without(cc, to);
    bcc = without(without(bcc, to), cc);
    subject = subject.replaceAll("[\\r\\n\\t]+", " ").strip();
    text = text.replace("\r\n", "\n").replace('\r', '\n');
    files = List.copyOf(files);
  }

  private static List<Address> without(List<Address> list, List<Address> others) {
    LinkedHashSet<Address> rest = new LinkedHashSet<>(list);
    others.forEach(rest::remove);
    return List.copyOf(rest);
  }

  /** Everybody who gets a message, each once: to, cc, bcc. */
  public List<Address> recipients() {
    return Stream.of(to, cc, bcc).flatMap(List::stream).toList();
  }

  /** What that recipient reads: the other visible recipients, and nobody of the bcc list. */
  public MailText textFor(Address recipient) {
    return withCopies(
        Stream.concat(to.stream(), cc.stream())
            .filter(other -> !other.equals(recipient))
            .map(Address::toString)
            .toList());
  }

  /** What the sender keeps: every recipient and how they were addressed. */
  public MailText ownText() {
    List<String> copies = new ArrayList<>();
    to.forEach(address -> copies.add("to:" + address));
    cc.forEach(address -> copies.add("cc:" + address));
    bcc.forEach(address -> copies.add("bcc:" + address));
    return withCopies(copies);
  }

  private MailText withCopies(List<String> copies) {
    return new MailText(writtenAtSeconds, subject, replyTo, copies, text);
  }

  /**
   * What is wrong with it, for people; empty if it can be sent.
   *
   * @param limits of the server
   */
  public Optional<String> problem(Limits limits) {
    int recipients = to.size() + cc.size() + bcc.size();
    if (recipients == 0) {
      return Optional.of("nobody to send it to: name at least one recipient");
    }
    if (recipients > COPIES_MAX) {
      return Optional.of("at most " + COPIES_MAX + " recipients at once, not " + recipients);
    }
    if (Bytes.utf8(subject).length() > Limits.TEXT_BYTES_MAX) {
      return Optional.of("the subject is longer than " + Limits.TEXT_BYTES_MAX + " bytes");
    }
    if (subject.indexOf('\0') >= 0) {
      return Optional.of("the subject holds a NUL character, which can't be sent");
    }
    if (files.size() > Limits.ATTACHMENTS_MAX) {
      return Optional.of("at most " + Limits.ATTACHMENTS_MAX + " attachments, not " + files.size());
    }
    return tooLarge(limits);
  }

  private Optional<String> tooLarge(Limits limits) {
    long bytes = contentBytes() + ENVELOPE_BYTES_MAX;
    return bytes > limits.messageBytesMax()
        ? Optional.of(
            "text and attachments have "
                + Sizes.text(contentBytes())
                + "; a message has at most "
                + Sizes.text(limits.messageBytesMax()))
        : Optional.empty();
  }

  /** Bytes of text and files. */
  public long contentBytes() {
    return Bytes.utf8(text).length() + files.stream().mapToLong(file -> file.data().length()).sum();
  }
}
