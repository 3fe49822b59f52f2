package cmtp.simulations.sim.federation;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import java.util.List;

/** A message as its writer's program keeps it until the node has said that it has it. */
public record Letter(long number, User from, Address to, MessageId mid, Bytes encoded) {
  /** Writers' programs choose an id for each letter, and don't choose it well. */
  private static final int IDS = 5;

  /**
   * Writes one: sealed to its reader, signed by its writer.
   *
   * @param textBytes how long the text is, before it is sealed
   */
  public static Letter write(
      long number,
      User from,
      Address to,
      VerifyKey reader,
      int textBytes,
      SecureRandomBytes random,
      long nowMs) {
    String text = "x".repeat(Math.max(0, textBytes));
    Bytes plain = new MailText(nowMs / 1000, "letter " + number, "", List.of(), text).encode();
    Bytes body = SealedBox.seal(plain, reader, random.next(SealedBox.EPHEMERAL_SECRET_BYTES));
    LogEntry.Digests digests = new LogEntry.Digests(Hash.of(body), List.of());
    MessageLog origin = MessageLog.of(List.of(digests.text(), "id " + number % IDS));
    MessageHeader header =
        MessageHeader.sealed(to, from.address(), 0, origin.bytes().length(), body.length());
    MessageId mid = Message.mid(header, origin, digests);
    Bytes signature = from.key().sign(SignedInput.mail(mid, nowMs, reader));
    MessageLog log =
        origin.plus(
            new LogEntry.SenderSignature(from.key().publicKey().bytes(), nowMs, signature).text());
    Message message = new Message(header.withLogLength(log.bytes().length()), log, body, List.of());
    return new Letter(number, from, to, mid, message.encode());
  }
}
