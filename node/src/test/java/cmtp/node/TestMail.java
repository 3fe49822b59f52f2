package cmtp.node;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import cmtp.protocol.message.NamedFile;
import java.util.ArrayList;
import java.util.List;

/** Sealed messages for tests. */
public final class TestMail {
  private TestMail() {}

  public static Message sealed(
      TestNode.User from, TestNode.User to, String text, Bytes... attachments) {
    return sealed(from.address(), to.address(), to.key().publicKey(), text, attachments);
  }

  public static Message sealed(
      cmtp.protocol.address.Address from,
      cmtp.protocol.address.Address to,
      VerifyKey key,
      String text,
      Bytes... attachments) {
    Bytes body = SealedBox.seal(new MailText(1, "a subject", "", List.of(), text).encode(), key);
    List<Bytes> sealed = new ArrayList<>();
    for (Bytes attachment : attachments) {
      sealed.add(SealedBox.seal(new NamedFile("file.bin", attachment).encode(), key));
    }
    MessageHeader header = MessageHeader.sealed(to, from, sealed.size(), 0, body.length());
    return withDigests(new Message(header, MessageLog.EMPTY, body, sealed));
  }

  /** The same with an {@code X1 dig} entry. */
  static Message withDigests(Message bare) {
    LogEntry.Digests digests = bare.digests();
    MessageLog log = MessageLog.of(List.of(digests.text()));
    return new Message(
        bare.header().withLogLength(log.bytes().length()), log, bare.body(), bare.attachments());
  }

  static MessageId mid(Message message) {
    return message.mid();
  }
}
