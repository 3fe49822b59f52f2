package cmtp.protocol.crypto;

import cmtp.protocol.Bytes;
import java.util.Objects;

/**
 * {@code H(x)} of SPEC 1.1: BLAKE2b-256 without a key, 32 bytes. It names content; it proves
 * nothing about who made it, and it isn't meant for passwords.
 */
public final class Hash {
  public static final int BYTES = 32;

  /** Up to here, several parts are joined on the heap: cheaper than a library call for each. */
  private static final int JOINED_BYTES_MAX = 8 * 1024;

  private Hash() {}

  /** The hash of all parts, one after the other. */
  public static Bytes of(Bytes... parts) {
    long length = 0;
    for (Bytes part : parts) {
      length += part.length();
    }
    if (length <= JOINED_BYTES_MAX) {
      return small(Bytes.concat(parts).unsafeArray());
    }
    Digest digest = new Digest();
    for (Bytes part : parts) {
      digest.update(part);
    }
    return digest.finish();
  }

  public static Bytes of(Bytes whole) {
    return of(whole.unsafeArray());
  }

  public static Bytes of(byte[] whole) {
    if (whole.length <= JOINED_BYTES_MAX) {
      return small(whole);
    }
    return new Digest().update(whole, 0, whole.length).finish();
  }

  private static Bytes small(byte[] whole) {
    return Bytes.wrap(blake2b(whole, BYTES));
  }

  static byte[] blake2b(byte[] whole, int outBytes) {
    byte[] out = new byte[outBytes];
    Sodium.must(
        Sodium.crypto_generichash(out, outBytes, whole, whole.length, null, 0),
        "crypto_generichash");
    return out;
  }

  /**
   * A hash over bytes that come in pieces; holds 384 bytes of state and never the input. Not for
   * several threads at once.
   */
  public static final class Digest {
    private static final int STATE_BYTES = 384;

    private final byte[] state = new byte[STATE_BYTES];
    private boolean finished;

    public Digest() {
      Sodium.must(Sodium.crypto_generichash_init(state, null, 0, BYTES), "crypto_generichash_init");
    }

    /**
     * @throws IndexOutOfBoundsException if the range isn't inside {@code input}
     * @throws IllegalStateException after {@link #finish()}
     */
    public Digest update(byte[] input, int offset, int length) {
      mustBeOpen();
      Objects.checkFromIndexSize(offset, length, input.length);
      Scratch scratch = Scratch.mine();
      for (int done = 0; done < length; ) {
        int piece = Math.min(length - done, Scratch.AREA_BYTES);
        scratch.put(input, offset + done, piece);
        Sodium.must(
            Sodium.crypto_generichash_update(state, scratch.input(), piece),
            "crypto_generichash_update");
        done += piece;
      }
      return this;
    }

    public Digest update(Bytes input) {
      return update(input.unsafeArray(), 0, input.length());
    }

    /**
     * The hash of everything that came; this object is then used up.
     *
     * @throws IllegalStateException the second time
     */
    public Bytes finish() {
      mustBeOpen();
      finished = true;
      byte[] out = new byte[BYTES];
      Sodium.must(Sodium.crypto_generichash_final(state, out, BYTES), "crypto_generichash_final");
      return Bytes.wrap(out);
    }

    private void mustBeOpen() {
      if (finished) {
        throw new IllegalStateException("this digest is finished");
      }
    }
  }
}
