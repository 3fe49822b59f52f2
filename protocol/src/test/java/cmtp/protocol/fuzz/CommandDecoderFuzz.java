package cmtp.protocol.fuzz;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.wire.CommandDecoder;
import cmtp.protocol.wire.CommandDecoder.Layer;
import cmtp.protocol.wire.Decoded;
import cmtp.protocol.wire.X1Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Any bytes, in any split: the same values, no exception, nothing held without need. */
public final class CommandDecoderFuzz {
  private CommandDecoderFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Pieces pieces = Pieces.of(input);
    List<Decoded> whole = decode(pieces.whole(), pieces.control());
    Must.beEqual(whole, decode(pieces.cut(), pieces.control()), "every split gives the same");
    for (Decoded decoded : whole) {
      if (decoded instanceof Decoded.FrameReceived received) {
        X1Codec.decode(received.frame())
            .ifPresent(
                command -> {
                  var again = X1Codec.encode(command, received.frame().nonce());
                  Must.beEqual(
                      command, X1Codec.decode(again).orElseThrow(), "written means what was read");
                });
      }
    }
  }

  private static List<Decoded> decode(List<byte[]> pieces, int control) {
    CommandDecoder decoder = new CommandDecoder(Limits.DEFAULT, layer(control));
    List<Decoded> all = new ArrayList<>();
    boolean closed = false;
    for (byte[] piece : pieces) {
      decoder.feed(ByteBuffer.wrap(piece));
      for (Decoded d = decoder.next(); d != Decoded.Signal.NEED_MORE; d = decoder.next()) {
        Must.hold(!closed, "nothing comes after broken input");
        closed = d instanceof Decoded.Malformed;
        add(all, d);
      }
    }
    if (!closed) {
      add(all, (control & 2) != 0 ? decoder.endOfInput() : decoder.timeOut());
    }
    return all;
  }

  private static Layer layer(int control) {
    if ((control & 4) != 0) {
      return Layer.CMTPD;
    }
    return (control & 1) != 0 ? Layer.SECURE : Layer.CLEAR;
  }

  private static void add(List<Decoded> all, Decoded decoded) {
    int last = all.size() - 1;
    if (decoded instanceof Decoded.PartBytes more
        && last >= 0
        && all.get(last) instanceof Decoded.PartBytes before) {
      all.set(last, new Decoded.PartBytes(Bytes.concat(before.bytes(), more.bytes())));
    } else {
      all.add(decoded);
    }
  }
}
