package cmtp.protocol.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** An input whose first byte tells how the rest is to be cut. */
record Pieces(int control, List<byte[]> whole, List<byte[]> cut) {
  private static final int PIECE_MAX = 32;

  static Pieces of(byte[] input) {
    int control = input.length == 0 ? 0 : input[0] & 0xFF;
    byte[] rest = slice(input, Math.min(1, input.length), input.length);
    int piece = 1 + (control >> 3) % PIECE_MAX;
    List<byte[]> cut = new ArrayList<>();
    for (int at = 0; at < rest.length; at += piece) {
      cut.add(slice(rest, at, Math.min(rest.length, at + piece)));
    }
    return new Pieces(control, List.of(rest), cut);
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    byte[] out = new byte[to - from];
    ByteBuffer.wrap(bytes, from, to - from).get(out);
    return out;
  }
}
