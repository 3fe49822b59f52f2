package cmtp.node.cli.user;

import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.mail.Sizes;
import cmtp.node.cli.session.Mailbox;
import cmtp.protocol.Bytes;
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

/** Shows the messages of a box, one a line; opens each body for its subject. */
final class BoxView {
  /** A subject is not worth fetching more than this for. */
  private static final long BODY_BYTES_MAX = 256 * 1024;

  private static final int SUBJECT_COLUMNS = 60;
  private static final int SOURCE_COLUMNS = 28;

  private final Mailbox mailbox;
  private final SigningKey key;
  private final Terminal terminal;
  private final String box;

  BoxView(Mailbox mailbox, SigningKey key, Terminal terminal, String box) {
    this.mailbox = mailbox;
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
      terminal.say(
          String.format(
              Locale.ROOT,
              "%6d %-4s %s  %-" + SOURCE_COLUMNS + "s %9s  %s",
              row.uid(),
              marks(row),
              Dates.text(row.receivedMs() / 1000, terminal),
              Printable.cut(row.source(), SOURCE_COLUMNS),
              Sizes.text(row.size()),
              Printable.cut(subject(row), SUBJECT_COLUMNS)));
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

  private String subject(MessageRow row) throws IOException {
    if (row.bodyBytes() > BODY_BYTES_MAX) {
      return "(large message)";
    }
    Bytes body = mailbox.fetch(box, row.uid(), Part.Section.BODY, bytes -> {});
    return SealedBox.open(body, key)
        .map(MailText::decode)
        .map(BoxView::headline)
        .orElse("(sealed to another key)");
  }

  private static String headline(MailText text) {
    return text.subject().isBlank()
        ? text.text().lines().filter(line -> !line.isBlank()).findFirst().orElse("(empty)")
        : text.subject();
  }

  Map<String, Object> json(MessageRow row) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uid", row.uid());
    json.put("mid", row.mid().toString());
    json.put("from", row.source());
    json.put("received", Dates.iso(row.receivedMs()));
    json.put("flags", row.flags());
    json.put("bytes", row.size());
    json.put("attachments", row.attachmentBytes().size());
    json.put("subject", subject(row));
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
