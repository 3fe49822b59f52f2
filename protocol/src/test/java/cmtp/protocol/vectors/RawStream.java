package cmtp.protocol.vectors;

import cmtp.protocol.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One direction of a secure channel (SPEC 7.4), written out: libsodium's secretstream from
 * HChaCha20, ChaCha20 and Poly1305, without additional data and without rekeying.
 */
final class RawStream {
  static final int MESSAGE = 0;
  static final int PUSH = 1;
  static final int FINAL = 3;

  private final Bytes key;
  private final byte[] nonce = new byte[12];

  RawStream(Bytes key, Bytes header) {
    this.key = RawCrypto.hchacha20(key, header.slice(0, 16));
    nonce[0] = 1;
    header.slice(16, 24).copyTo(nonce, 4);
  }

  /** The next chunk with its length. */
  Bytes chunk(Bytes plaintext, int tag) {
    return new Raw().sized(push(plaintext, tag)).bytes();
  }

  /** The next ciphertext: encrypted tag byte, encrypted plaintext, authenticator. */
  private Bytes push(Bytes plaintext, int tag) {
    Bytes n = Bytes.of(nonce);
    Bytes oneTimeKey = RawCrypto.chacha20(key, n, 0, Raw.fill(0, 64)).slice(0, 32);
    Bytes tagBlock = RawCrypto.chacha20(key, n, 1, Raw.join(Raw.fill(tag, 1), Raw.fill(0, 63)));
    Bytes ciphertext = RawCrypto.chacha20(key, n, 2, plaintext);
    Bytes padding = Raw.fill(0, (16 - 64 + plaintext.length()) & 15);
    Bytes lengths = littleEndian(0, 64 + plaintext.length());
    Bytes mac = RawCrypto.poly1305(oneTimeKey, Raw.join(tagBlock, ciphertext, padding, lengths));
    for (int i = 0; i < 8; i++) {
      nonce[4 + i] ^= mac.at(i);
    }
    nonce[0]++;
    return Raw.join(tagBlock.slice(0, 1), ciphertext, mac);
  }

  private static Bytes littleEndian(long a, long b) {
    return Bytes.wrap(
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(a).putLong(b).array());
  }
}
