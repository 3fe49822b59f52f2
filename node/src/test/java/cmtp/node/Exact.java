package cmtp.node;

import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import java.nio.ByteBuffer;

/**
 * What a server must say, byte for byte, put together from SPEC 3 and 7.3 and not by the code under
 * test. Signatures repeat: Ed25519 draws nothing.
 */
public final class Exact {
  private static final Bytes NUL = Bytes.of((byte) 0);

  private final SigningKey server;
  private final String primaryDomain;

  Exact(SigningKey server, String primaryDomain) {
    this.server = server;
    this.primaryDomain = primaryDomain;
  }

  /** SPEC 3.1. */
  public Bytes general(String text) {
    Bytes bytes = Bytes.utf8(text);
    return Bytes.concat(bytes, NUL, server.sign(bytes), NUL);
  }

  /** SPEC 3.3. */
  public Bytes message(String text) {
    return Bytes.concat(u32(0), general(text));
  }

  /** SPEC 3.2. */
  public Bytes key(VerifyKey key) {
    return key(key.bytes());
  }

  /** The same of what is no key. */
  public Bytes key(Bytes key) {
    return Bytes.concat(u32(1), key, NUL, server.sign(key), NUL);
  }

  /** SPEC 3.4. */
  public Bytes xzibit(Bytes xzibit) {
    return Bytes.concat(u32(1), u32(156), xzibit, server.sign(xzibit));
  }

  /** SPEC 8.7. */
  public Bytes bareXzibit(Bytes xzibit) {
    return Bytes.concat(xzibit, server.sign(xzibit));
  }

  /** SPEC 7.3. */
  public Bytes x1(Bytes commandFrame, long number, String status, Bytes payload) {
    Bytes signed =
        Bytes.concat(
            Bytes.utf8("CMTP-X1-1\0" + primaryDomain + "\0"),
            Hash.of(commandFrame),
            u64(number),
            Bytes.utf8(status + "\0"),
            u64(payload.length()),
            Hash.of(payload));
    return Bytes.concat(
        u32(1), Bytes.utf8(status + "\0"), u64(payload.length()), payload, server.sign(signed));
  }

  public VerifyKey serverKey() {
    return server.publicKey();
  }

  public static Bytes u32(long value) {
    return Bytes.wrap(ByteBuffer.allocate(4).putInt((int) value).array());
  }

  public static Bytes u64(long value) {
    return Bytes.wrap(ByteBuffer.allocate(8).putLong(value).array());
  }
}
