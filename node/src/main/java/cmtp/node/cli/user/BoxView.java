package cmtp.node.cli.user;

import cmtp.node.cli.console.Dates;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.mail.Answers;
import cmtp.node.cli.mail.Sizes;
import cmtp.node.cli.session.Mailbox;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload.MessageRow;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.message.MailText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Shows the messages of a box, one a line; opens each body for its subject. */
final class BoxView {
  /** A subject is not worth fetching more than this for. */
  private static final long BODY_BYTES_MAX = 256 * 1024;

  private static final int SUBJECT_COLUMNS = 60;
  private static final int WHO_COLUMNS = 28;

  private final Mailbox mailbox;
  private final Address me;
  private final SigningKey key;
  private final Terminal terminal;
  private final String box;

  BoxView(Mailbox mailbox, Address me, SigningKey key, Terminal terminal, String box) {
    this.mailbox = mailbox;
    this.me = me;
    this.key = key;
    this.terminal = terminal;
    this.box = box;
  }

  /** The newest ones that are wanted, oldest first. */
  static List<MessageRow> wanted(List<MessageRow> rows, boolean unreadOnly, int limit) {
    List<MessageRow> wanted =
        rows.stream().filter(row -> !unreadOnly || !row.flags().contains("seen")).toList();
    return wanted.subList(Math.max(0, wanted.size() - limit), wanted.size());
  }

  void print(List<MessageRow> rows) throws IOException {
    for (MessageRow row : rows) {
      Glimpse glimpse = glimpse(row);
      terminal.say(
          String.format(
              Locale.ROOT,
              "%6d %-4s %s  %-" + WHO_COLUMNS + "s %9s  %s",
              row.uid(),
              marks(row),
              Dates.text(row.receivedMs() / 1000, terminal),
              Printable.cut(glimpse.who(row), WHO_COLUMNS),
              Sizes.text(row.size()),
              Printable.cut(glimpse.subject(), SUBJECT_COLUMNS)));
    }
    terminal.out().flush();
  }

  /** N new, ! flagged, A answered, F forwarded, @ attachments. */
  static String marks(MessageRow row) {
    return (row.flags().contains("seen") ? "" : "N")
        + (row.flags().contains("flagged") ? "!" : "")
        + (row.flags().contains("answered") ? "A" : "")
        + (row.flags().contains("forwarded") ? "F" : "")
        + (row.attachmentBytes().isEmpty() ? "" : "@");
  }

  /**
   * What a line shows of a body.
   *
   * @param recipients of a letter of one's own; empty for one that was received
   */
  private record Glimpse(String subject, List<String> recipients) {
    String who(MessageRow row) {
      if (!recipients.isEmpty()) {
        return "to " + String.join(", ", recipients);
      }
      return row.source().startsWith("@") ? "Mail server " + row.source() : row.source();
    }
  }

  private Glimpse glimpse(MessageRow row) throws IOException {
    if (row.bodyBytes() > BODY_BYTES_MAX) {
      return new Glimpse("(large message)", List.of());
    }
    Bytes body = mailbox.fetch(box, row.uid(), Part.Section.BODY, bytes -> {});
    return SealedBox.open(body, key)
        .map(MailText::decode)
        .map(text -> new Glimpse(headline(text), isOwn(row) ? recipients(text) : List.of()))
        .orElse(new Glimpse("(sealed to another key)", List.of()));
  }

  /** Nobody else may choose what stands in the sender's place. */
  private boolean isOwn(MessageRow row) {
    return row.source().equals(me.toString());
  }

  private static List<String> recipients(MailText text) {
    return Stream.of("to:", "cc:", "bcc:")
        .flatMap(prefix -> Answers.listed(text, prefix).stream())
        .map(Address::toString)
        .toList();
  }

  private static String headline(MailText text) {
    return text.subject().isBlank()
        ? text.text().lines().filter(line -> !line.isBlank()).findFirst().orElse("(empty)")
        : text.subject();
  }

  Map<String, Object> json(MessageRow row) throws IOException {
    Glimpse glimpse = glimpse(row);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uid", row.uid());
    json.put("mid", row.mid().toString());
    json.put("from", row.source());
    json.put("received", Dates.iso(row.receivedMs()));
    json.put("flags", row.flags());
    json.put("bytes", row.size());
    json.put("attachments", row.attachmentBytes().size());
    json.put("subject", glimpse.subject());
    json.put("recipients", glimpse.recipients());
    return json;
  }

  List<Map<String, Object>> json(List<MessageRow> rows) throws IOException {
    List<Map<String, Object>> all = new ArrayList<>();
    for (MessageRow row : rows) {
      all.add(json(row));
    }
    return all;
  }
}
