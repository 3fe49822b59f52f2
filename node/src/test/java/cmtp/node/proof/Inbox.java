package cmtp.node.proof;

import cmtp.node.TestNode.User;
import cmtp.protocol.Bytes;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A reader's view of an inbox. */
final class Inbox {
  private Inbox() {}

  /** All messages, page by page. */
  static List<Payload.MessageRow> list(CmtpClient session) throws IOException {
    List<Payload.MessageRow> rows = new ArrayList<>();
    long since = 0;
    long known = 0;
    while (true) {
      Payload.Page page =
          session.call(new X1Command.ListBox("inbox", since, known, 500), Payload.Page::decode);
      rows.addAll(page.rows());
      if (!page.more()) {
        return rows;
      }
      since = rows.get(rows.size() - 1).modseq();
      known = page.modseq();
    }
  }

  /** What a message's body opens to. */
  static MailText open(CmtpClient session, User reader, long uid) throws IOException {
    return MailText.decode(SealedBox.open(body(session, uid), reader.key()).orElseThrow());
  }

  /** A message without attachments, whole. */
  static Message fetch(CmtpClient session, long uid) throws IOException {
    FieldReader header = new FieldReader(part(session, uid, Part.Section.ENV));
    return new Message(
        MessageHeader.read(header),
        new MessageLog(part(session, uid, Part.Section.LOG)),
        body(session, uid),
        List.of());
  }

  private static Bytes body(CmtpClient session, long uid) throws IOException {
    return part(session, uid, Part.Section.BODY);
  }

  private static Bytes part(CmtpClient session, long uid, Part part) throws IOException {
    return session
        .call(new X1Command.Fetch("inbox", uid, part, 0, 1 << 20), Payload.Slice::decode)
        .bytes();
  }
}
