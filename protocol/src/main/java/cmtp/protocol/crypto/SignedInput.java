package cmtp.protocol.crypto;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import java.nio.ByteBuffer;

/**
 * The exact bytes that are signed or hashed, each kind under its own label, so that a signature
 * made for one purpose never serves another (SPEC 1.8). Times are Unix milliseconds; a string ends
 * with its NUL; mids, hashes and keys are their raw bytes.
 */
public final class SignedInput {
  public static final Bytes MID_LABEL = str("CMTP-MID-1");
  public static final Bytes MAIL_LABEL = str("CMTP-MAIL-1");
  public static final Bytes HOP_LABEL = str("CMTP-HOP-1");
  public static final Bytes X1_LABEL = str("CMTP-X1-1");
  public static final Bytes AUTH_LABEL = str("CMTP-AUTH-1");
  public static final Bytes RECORD_LABEL = str("CMTP-REC-1");

  private SignedInput() {}

  /** What an {@code X1 sig} entry signs: this sender, at this time, for this recipient (6.3). */
  public static Bytes mail(MessageId mid, long unixMillis, VerifyKey recipient) {
    return Bytes.concat(MAIL_LABEL, mid.value(), u64(unixMillis), recipient.bytes());
  }

  /**
   * What an {@code X1 hop} entry signs (6.4).
   *
   * @param previous H of the previous hop entry, or 32 zero bytes
   * @param entry the entry's text before its {@code " s="}
   */
  public static Bytes hop(MessageId mid, Bytes previous, String entry) {
    return Bytes.concat(HOP_LABEL, mid.value(), hash(previous), Bytes.utf8(entry));
  }

  /**
   * What a server signs in an X1 reply frame (7.3).
   *
   * @param commandHash H of the command frame as it was sent
   * @param number 0 for the first reply to that frame, then counting up
   * @param payloadHash H of the payload
   */
  public static Bytes reply(
      DomainName domain,
      Bytes commandHash,
      long number,
      String status,
      long payloadLength,
      Bytes payloadHash) {
    return Bytes.concat(
        X1_LABEL,
        str(domain.value()),
        hash(commandHash),
        u64(number),
        str(status),
        u64(payloadLength),
        hash(payloadHash));
  }

  /** What a user signs in PROVE: this server, this session, this question, nothing else (7.6). */
  public static Bytes prove(
      DomainName domain, String user, String device, Bytes channelId, Bytes challenge) {
    return Bytes.concat(
        AUTH_LABEL, str(domain.value()), str(user), str(device), hash(channelId), hash(challenge));
  }

  /** What a signed record's keys sign: its lines before the first signature (7.17). */
  public static Bytes record(Bytes lines) {
    return Bytes.concat(RECORD_LABEL, lines);
  }

  private static Bytes str(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a string that is signed has no NUL inside");
    }
    return Bytes.utf8(text + "\0");
  }

  private static Bytes u64(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a negative number can't be signed: " + value);
    }
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private static Bytes hash(Bytes value) {
    if (value.length() != Hash.BYTES) {
      throw new IllegalArgumentException("needs 32 bytes, not " + value.length());
    }
    return value;
  }
}
