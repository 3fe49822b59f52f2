package cmtp.protocol.crypto;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One direction of a secure channel, at its sending end (SPEC 7.4): plaintext in, chunks out, to be
 * sent in the order they were made. Not for several threads at once.
 */
public final class ChannelSealer {
  public static final int HEADER_BYTES = 24;

  private static final int LENGTH_BYTES = 4;

  private final Bytes header;
  private final byte[] state;
  private boolean ended;

  ChannelSealer(Bytes header, byte[] key) {
    this.header = header;
    this.state = SecureChannel.initialState(header.unsafeArray(), key);
  }

  /** What goes before the first chunk, 24 bytes. */
  public Bytes header() {
    return header;
  }

  /**
   * As many length-prefixed chunks as the plaintext needs; nothing for no plaintext.
   *
   * @throws IllegalStateException after the final chunk
   */
  public Bytes seal(byte[] plaintext, int offset, int length) {
    return sealed(plaintext, offset, length, false);
  }

  public Bytes seal(Bytes plaintext) {
    return seal(plaintext.unsafeArray(), 0, plaintext.length());
  }

  /** The same, and the last of these chunks ends the direction; makes at least one. */
  public Bytes sealFinal(byte[] plaintext, int offset, int length) {
    return sealed(plaintext, offset, length, true);
  }

  private Bytes sealed(byte[] plaintext, int offset, int length, boolean last) {
    Objects.checkFromIndexSize(offset, length, plaintext.length);
    if (ended) {
      throw new IllegalStateException("this direction has ended");
    }
    ended = last;
    int chunks = (length + Limits.CHUNK_PLAINTEXT_MAX - 1) / Limits.CHUNK_PLAINTEXT_MAX;
    if (last && chunks == 0) {
      chunks = 1;
    }
    byte[] out = new byte[length + chunks * (LENGTH_BYTES + Limits.CHUNK_OVERHEAD)];
    int at = 0;
    for (int chunk = 0; chunk < chunks; chunk++) {
      int done = chunk * Limits.CHUNK_PLAINTEXT_MAX;
      int piece = Math.min(length - done, Limits.CHUNK_PLAINTEXT_MAX);
      boolean end = last && chunk == chunks - 1;
      at += push(plaintext, offset + done, piece, end, out, at);
    }
    return Bytes.wrap(out);
  }

  private int push(byte[] plaintext, int offset, int length, boolean end, byte[] out, int at) {
    int sealed = length + Limits.CHUNK_OVERHEAD;
    Scratch scratch = Scratch.mine();
    scratch.put(plaintext, offset, length);
    Sodium.must(
        Sodium.crypto_secretstream_xchacha20poly1305_push(
            state,
            scratch.output(),
            null,
            scratch.input(),
            length,
            null,
            0,
            end ? SecureChannel.TAG_FINAL : SecureChannel.TAG_MESSAGE),
        "crypto_secretstream_xchacha20poly1305_push");
    ByteBuffer.wrap(out).putInt(at, sealed);
    scratch.take(out, at + LENGTH_BYTES, sealed);
    return LENGTH_BYTES + sealed;
  }
}
