package cmtp.protocol.crypto;

import cmtp.protocol.Bytes;

/**
 * The two keys that SECURE agrees on, one for each direction (SPEC 7.4). After the SECURE frames
 * each direction is a 24-byte header, then chunks: {@code u32 length} of the ciphertext
 * (17..65553), and the ciphertext of {@code crypto_secretstream_xchacha20poly1305} without
 * additional data. Every chunk has the tag MESSAGE; FINAL ends a direction.
 *
 * <p>It hides and binds content and order, not lengths or times; and until the reply's signature is
 * checked under the pinned server key, it may be a channel with somebody else.
 */
public final class SecureChannel {
  static final int KEY_BYTES = 32;
  static final int STATE_BYTES = 52;
  static final byte TAG_MESSAGE = 0;
  static final byte TAG_FINAL = 3;

  private final byte[] rx;
  private final byte[] tx;

  SecureChannel(byte[] rx, byte[] tx) {
    this.rx = rx;
    this.tx = tx;
  }

  /** What PROVE binds itself to: H(command frame, reply frame), both as sent. */
  public static Bytes id(Bytes commandFrame, Bytes replyFrame) {
    return Hash.of(commandFrame, replyFrame);
  }

  /** The outgoing direction, begun with a fresh header. */
  public ChannelSealer sealer(SecureRandomBytes random) {
    return new ChannelSealer(random.next(ChannelSealer.HEADER_BYTES), tx);
  }

  /** The incoming direction. */
  public ChannelOpener opener() {
    return new ChannelOpener(rx);
  }

  /**
   * Both ends of a direction start from header and key alone, so the one function serves both, and
   * the header may come from a given random source.
   */
  static byte[] initialState(byte[] header, byte[] key) {
    byte[] state = new byte[STATE_BYTES];
    Sodium.must(
        Sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key),
        "crypto_secretstream_xchacha20poly1305_init_pull");
    return state;
  }

  @Override
  public String toString() {
    return "SecureChannel(..)";
  }
}
