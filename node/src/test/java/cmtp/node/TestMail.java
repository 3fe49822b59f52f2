package cmtp.node;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.Hash;
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
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Messages for tests. */
public final class TestMail {
  private static final AtomicLong SEEDS = new AtomicLong(20260101);

  private TestMail() {}

  public static Message sealed(
      TestNode.User from, TestNode.User to, String text, Bytes... attachments) {
    return sealed(from.address(), to.address(), to.key().publicKey(), text, attachments);
  }

  public static Message sealed(
      Address from, Address to, VerifyKey key, String text, Bytes... attachments) {
    Bytes body = SealedBox.seal(new MailText(1, "a subject", "", List.of(), text).encode(), key);
    List<Bytes> sealed = new ArrayList<>();
    for (Bytes attachment : attachments) {
      sealed.add(SealedBox.seal(new NamedFile("file.bin", attachment).encode(), key));
    }
    MessageHeader header = MessageHeader.sealed(to, from, sealed.size(), 0, body.length());
    return withDigests(new Message(header, MessageLog.EMPTY, body, sealed));
  }

  /** The same with an {@code X1 dig} entry. */
  public static Message withDigests(Message bare) {
    LogEntry.Digests digests = bare.digests();
    return withLog(bare, MessageLog.of(List.of(digests.text())));
  }

  public static Message withLog(Message message, MessageLog log) {
    return new Message(
        message.header().withLogLength(log.bytes().length()),
        log,
        message.body(),
        message.attachments());
  }

  /** The same from these names, however they are written. */
  public static Message as(Message message, String account, String domain) {
    MessageHeader old = message.header();
    MessageHeader header =
        new MessageHeader(
            old.version(),
            old.attachmentCount(),
            old.logLength(),
            old.bodyLength(),
            old.destinationAccount(),
            old.destinationDomain(),
            account,
            domain);
    return new Message(header, message.log(), message.body(), message.attachments());
  }

  /** What can't be told from sealed mail: random bytes, different for every call. */
  public static Message opaque(Address from, Address to, int bodyBytes, int... attachmentBytes) {
    List<Bytes> attachments = new ArrayList<>();
    for (int bytes : attachmentBytes) {
      attachments.add(noise(bytes));
    }
    MessageHeader header = MessageHeader.sealed(to, from, attachments.size(), 0, bodyBytes);
    return new Message(header, MessageLog.EMPTY, noise(bodyBytes), attachments);
  }

  public static Message opaque(Address to, int bodyBytes, int... attachmentBytes) {
    return opaque(Address.parse("someone@elsewhere.example"), to, bodyBytes, attachmentBytes);
  }

  /** The same to any text for a name. */
  public static Message opaqueTo(String account, String domain, int bodyBytes) {
    MessageHeader header =
        new MessageHeader(1, 0, 0, bodyBytes, account, domain, "someone", "elsewhere.example");
    return new Message(header, MessageLog.EMPTY, noise(bodyBytes), List.of());
  }

  public static Bytes noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(SEEDS.incrementAndGet()).nextBytes(noise);
    return Bytes.wrap(noise);
  }

  /** A hop entry of this form; whether it is signed well, a server does not judge. */
  public static String hop(String domain, String action) {
    Bytes key = Hash.of(Bytes.utf8(domain));
    return "X1 hop d="
        + domain
        + " a="
        + action
        + " t=1 k="
        + key.base64()
        + " p="
        + key.base64()
        + " s="
        + Bytes.concat(key, key).base64();
  }
}
