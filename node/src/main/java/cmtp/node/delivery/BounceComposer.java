package cmtp.node.delivery;

import cmtp.node.keys.CurrentIdentity;
import cmtp.persistence.queue.QueuedMail;
import cmtp.persistence.queue.Undeliverable;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes to an originator that a message is late or lost: a whole message from the empty account of
 * the originator's domain, sealed to the originator's key, signed by the server's (SPEC 6.3). Pure
 * but for the ephemeral key that it draws.
 */
final class BounceComposer {
  private static final int ADDRESS_BYTES_MAX = 511;

  private final CurrentIdentity identity;
  private final SecureRandomBytes random;

  BounceComposer(CurrentIdentity identity, SecureRandomBytes random) {
    this.identity = identity;
    this.random = random;
  }

  /** Where a report goes. */
  record Originator(Address address, VerifyKey key) {}

  Message failure(Undeliverable failed, Originator to, long nowMs) {
    String text =
        "Your message could not be delivered, and nothing more will be tried.\n\n"
            + about(failed.mail(), failed.reason())
            + line("Given up", time(failed.atMs()));
    String subject = "Not delivered: " + shown(failed.mail().destination());
    return seal(subject, text, to, nowMs);
  }

  /** What is told of a message that still waits. */
  record Delay(QueuedMail mail, String reason, long attempts, Optional<Long> nextMs) {}

  /**
   * @param giveUpMs when nothing more will be tried
   */
  Message delay(Delay delay, long giveUpMs, Originator to, long nowMs) {
    Optional<Long> next = delay.nextMs().map(ms -> Math.max(ms, nowMs));
    String text =
        "Your message has not been delivered yet. It stays in the queue: you need not send it"
            + " again.\n\n"
            + about(delay.mail(), delay.reason())
            + line("Attempts", Long.toString(delay.attempts()))
            + line("Next", next.map(BounceComposer::time).orElse("when it is released"))
            + line("Until", time(giveUpMs));
    return seal("Delayed: " + shown(delay.mail().destination()), text, to, nowMs);
  }

  private static String about(QueuedMail mail, String reason) {
    return line("Recipient", shown(mail.destination()))
        + line("Reason", reason.isEmpty() ? "not tried yet" : Texts.reason(reason))
        + line("Message", mail.mid().toString())
        + line("Accepted", time(mail.acceptedMs()));
  }

  private static String line(String name, String value) {
    return name + ": " + value + "\n";
  }

  private static String shown(String address) {
    return Texts.line(address, ADDRESS_BYTES_MAX);
  }

  /** UTC, to the second. */
  private static String time(long unixMs) {
    return Instant.ofEpochSecond(unixMs / 1000).toString();
  }

  private Message seal(String subject, String text, Originator to, long nowMs) {
    Bytes body =
        SealedBox.seal(
            new MailText(nowMs / 1000, subject, "", List.of(), text).encode(),
            to.key(),
            random.next(SealedBox.EPHEMERAL_SECRET_BYTES));
    LogEntry.Digests digests = new LogEntry.Digests(Hash.of(body), List.of());
    MessageLog origin = MessageLog.of(List.of(digests.text()));
    Address server = new Address(AccountName.SERVER, to.address().domain());
    MessageHeader header =
        MessageHeader.sealed(to.address(), server, 0, origin.bytes().length(), body.length());
    MessageId mid = Message.mid(header, origin, digests);
    MessageLog log = origin.plus(signature(mid, to.key(), nowMs).text());
    return new Message(header.withLogLength(log.bytes().length()), log, body, List.of());
  }

  private LogEntry.SenderSignature signature(MessageId mid, VerifyKey recipient, long nowMs) {
    SigningKey key = identity.get().key();
    Bytes signature = key.sign(SignedInput.mail(mid, nowMs, recipient));
    return new LogEntry.SenderSignature(key.publicKey().bytes(), nowMs, signature);
  }
}
