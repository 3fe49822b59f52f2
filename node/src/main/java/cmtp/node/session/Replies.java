package cmtp.node.session;

import cmtp.node.keys.ServerIdentity;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Reply;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.VerifyKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Makes and signs the replies. What the server signs can never be taken for something else (SPEC
 * 1.8, 3.8): a base text is never exactly as long as a key.
 */
public final class Replies {
  private static final int KEY_BYTES = 32;

  private final ServerIdentity identity;

  /** The few bare texts, signed once: the base's answers cost nothing. */
  private final ConcurrentMap<String, Bytes> bare = new ConcurrentHashMap<>();

  public Replies(ServerIdentity identity) {
    this.identity = identity;
  }

  /** A general reply of one of the fixed texts. */
  Bytes fixed(String text) {
    return bare.computeIfAbsent(text, this::general);
  }

  Bytes general(String text) {
    String safe = neverAKey(text);
    return new Reply.General(safe, sign(Bytes.utf8(safe))).encode();
  }

  /** The receipt that MAIL's success is, without the reply around it (SPEC 7.15). */
  Payload.Receipt receipt(MessageId mid) {
    return new Payload.Receipt(mid, sign(Payload.Receipt.signed(mid)));
  }

  /** A message reply: DELIVERYFAILURE and KEYNOTAVAILABLE. */
  Bytes text(String text) {
    String safe = neverAKey(text);
    return new Reply.Text(safe, sign(Bytes.utf8(safe))).encode();
  }

  Bytes key(VerifyKey key) {
    return new Reply.Key(key.bytes(), sign(key.bytes())).encode();
  }

  /** The caller has checked that it is an xzibit: the server signs no foreign text. */
  Bytes xzibit(Bytes xzibit) {
    return new Reply.Xzibit(xzibit, sign(xzibit)).encode();
  }

  /** The same in the cmtpd dialect, with nothing before it (SPEC 8.7). */
  Bytes bareXzibit(Bytes xzibit) {
    return Bytes.concat(xzibit, sign(xzibit));
  }

  Bytes x1(X1Frame frame, long number, Status status, Bytes payload) {
    Bytes input =
        SignedInput.reply(
            identity.primary(),
            Hash.of(frame.encode()),
            number,
            status.name(),
            payload.length(),
            Hash.of(payload));
    return new Reply.X1(status, payload, sign(input)).encode();
  }

  private Bytes sign(Bytes input) {
    return identity.key().sign(input);
  }

  private static String neverAKey(String text) {
    return Bytes.utf8(text).length() == KEY_BYTES ? text + " " : text;
  }
}
