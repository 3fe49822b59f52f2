package cmtp.node.cli.mail;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the message that travels: sealed to one recipient, with digests and the sender's signature
 * in its log (SPEC 4.8, 4.9, 6.2, 6.3).
 */
public final class LetterSealer {
  private final SigningKey sender;

  public LetterSealer(SigningKey sender) {
    this.sender = sender;
  }

  /**
   * @param nowMillis Unix milliseconds that the signature states
   */
  public Message seal(Letter letter, Address recipient, VerifyKey recipientKey, long nowMillis) {
    return seal(letter, letter.textFor(recipient), recipient, recipientKey, nowMillis);
  }

  /** The copy for the sender's own Sent box. */
  public Message sealOwnCopy(Letter letter, long nowMillis) {
    return seal(letter, letter.ownText(), letter.from(), sender.publicKey(), nowMillis);
  }

  private Message seal(
      Letter letter, MailText text, Address recipient, VerifyKey recipientKey, long nowMillis) {
    Bytes body = SealedBox.seal(text.encode(), recipientKey);
    List<Bytes> attachments = new ArrayList<>();
    List<Bytes> hashes = new ArrayList<>();
    letter
        .files()
        .forEach(
            file -> {
              Bytes sealed = SealedBox.seal(file.encode(), recipientKey);
              attachments.add(sealed);
              hashes.add(Hash.of(sealed));
            });
    LogEntry.Digests digests = new LogEntry.Digests(Hash.of(body), hashes);
    MessageLog origin = MessageLog.of(List.of(digests.text()));
    MessageHeader header =
        MessageHeader.sealed(
            recipient, letter.from(), attachments.size(), origin.bytes().length(), body.length());
    MessageId mid = Message.mid(header, origin, digests);
    MessageLog log = origin.plus(signature(mid, recipientKey, nowMillis).text());
    return new Message(header.withLogLength(log.bytes().length()), log, body, attachments);
  }

  private LogEntry.SenderSignature signature(MessageId mid, VerifyKey recipient, long nowMillis) {
    Bytes signature = sender.sign(SignedInput.mail(mid, nowMillis, recipient));
    return new LogEntry.SenderSignature(sender.publicKey().bytes(), nowMillis, signature);
  }
}
