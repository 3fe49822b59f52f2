package cmtp.protocol.fuzz;

import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.ChannelOpener;
import cmtp.protocol.crypto.EphemeralKey;
import java.util.List;

/** Any bytes as a client's direction: the same in every split, and broken for good once broken. */
public final class ChannelOpenerFuzz {
  private static final EphemeralKey CLIENT = key((byte) 0xc1);
  private static final EphemeralKey SERVER = key((byte) 0xc2);

  private ChannelOpenerFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Pieces pieces = Pieces.of(input);
    Must.beEqual(open(pieces.whole()), open(pieces.cut()), "every split gives the same");
  }

  /** The vectors' seeds, so that the vectors' streams open. */
  private static EphemeralKey key(byte seed) {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, seed);
    return EphemeralKey.generate(count -> Bytes.wrap(bytes));
  }

  private static String open(List<byte[]> pieces) {
    ChannelOpener opener = SERVER.asServer(CLIENT.publicKey()).orElseThrow().opener();
    StringBuilder opened = new StringBuilder();
    boolean broken = false;
    for (byte[] piece : pieces) {
      ChannelOpener.Result result = opener.feed(piece, 0, piece.length);
      Must.hold(!broken || result instanceof ChannelOpener.Malformed, "it stays broken");
      if (result instanceof ChannelOpener.Malformed) {
        broken = true;
      } else if (result instanceof ChannelOpener.Plaintext plaintext) {
        opened.append(plaintext.content().hex());
      } else if (result instanceof ChannelOpener.Ended ended) {
        opened.append(ended.content().hex());
      }
    }
    return broken ? "broken" : opened + (opener.ended() ? " ended" : "");
  }
}
