package cmtp.node.peer;

import cmtp.persistence.queue.PinOrigin;
import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Reply;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.wire.X1Codec;
import java.util.Optional;

/**
 * A node that is known to be the domain's, at the other end of a connection.
 *
 * @param domain the node's primary domain, which its signatures name; another one than the domain
 *     asked for, perhaps
 * @param key its server key
 * @param origin why that is believed
 */
public record Peer(
    PeerWire wire, Dialect dialect, DomainName domain, VerifyKey key, PinOrigin origin) {

  /** What it speaks. */
  public enum Dialect {
    /** Everything, inside a secure channel. */
    X1,
    /** The base commands, in clear. */
    BASE,
    /** The habits of the C programs of 2017 (SPEC 8). */
    CMTPD
  }

  public boolean speaksX1() {
    return dialect == Dialect.X1;
  }

  public static X1Frame frame(X1Command command, SecureRandomBytes random) {
    return X1Codec.encode(command, random.next(Limits.NONCE_BYTES));
  }

  /** The reply, if it answers this frame and no other, under the peer's key (SPEC 7.3). */
  public Optional<Reply.X1> verified(X1Frame question, PeerReply answer) {
    return verified(question, answer, domain, key);
  }

  static Optional<Reply.X1> verified(
      X1Frame question, PeerReply answer, DomainName domain, VerifyKey key) {
    if (!(answer instanceof PeerReply.Signed signed) || !(signed.reply() instanceof Reply.X1 x1)) {
      return Optional.empty();
    }
    Bytes input =
        SignedInput.reply(
            domain,
            Hash.of(question.encode()),
            0,
            x1.status().name(),
            x1.payload().length(),
            Hash.of(x1.payload()));
    return key.verify(x1.signature(), input) ? Optional.of(x1) : Optional.empty();
  }

  /** The reply, if it is a base reply that the peer's key signed. */
  public Optional<Reply> verified(PeerReply answer) {
    return verified(answer, key);
  }

  static Optional<Reply> verified(PeerReply answer, VerifyKey key) {
    return answer instanceof PeerReply.Signed signed
        ? Optional.of(signed.reply()).filter(reply -> isSigned(reply, key))
        : Optional.empty();
  }

  private static boolean isSigned(Reply reply, VerifyKey key) {
    if (reply instanceof Reply.General general) {
      return key.verify(general.signature(), Bytes.utf8(general.text()));
    }
    if (reply instanceof Reply.Text text) {
      return key.verify(text.signature(), Bytes.utf8(text.text()));
    }
    return reply instanceof Reply.Key told && key.verify(told.signature(), told.key());
  }
}
