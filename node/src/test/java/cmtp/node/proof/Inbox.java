package cmtp.node.proof;

import cmtp.node.TestNode.User;
import cmtp.protocol.Bytes;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.message.MailText;
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
    Bytes body =
        session
            .call(
                new X1Command.Fetch("inbox", uid, Part.Section.BODY, 0, 1 << 20),
                Payload.Slice::decode)
            .bytes();
    return MailText.decode(SealedBox.open(body, reader.key()).orElseThrow());
  }
}
