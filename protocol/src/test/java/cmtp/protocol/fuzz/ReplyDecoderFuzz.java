package cmtp.protocol.fuzz;

import cmtp.protocol.wire.ReplyDecoder;
import cmtp.protocol.wire.ReplyDecoder.Expected;
import cmtp.protocol.wire.ReplyDecoder.Result;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Any bytes as a greeting and replies: the same in every split, and written as they were read. */
public final class ReplyDecoderFuzz {
  private ReplyDecoderFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Pieces pieces = Pieces.of(input);
    List<Result> whole = decode(pieces.whole(), pieces.control());
    Must.beEqual(whole, decode(pieces.cut(), pieces.control()), "every split gives the same");
    for (Result result : whole) {
      if (result instanceof Result.Answer answer) {
        ReplyDecoder again = new ReplyDecoder();
        again.feed(answer.reply().encode().asByteBuffer());
        Must.beEqual(answer, again.next(expected(pieces.control())), "written means what was read");
      }
    }
  }

  private static Expected expected(int control) {
    return Expected.values()[control >> 1 & 3];
  }

  private static List<Result> decode(List<byte[]> pieces, int control) {
    ReplyDecoder decoder = new ReplyDecoder();
    List<Result> all = new ArrayList<>();
    boolean greet = (control & 1) != 0;
    for (byte[] piece : pieces) {
      decoder.feed(ByteBuffer.wrap(piece));
      while (true) {
        Result result = greet ? decoder.greeting() : decoder.next(expected(control));
        if (result == Result.NeedMore.INSTANCE) {
          break;
        }
        all.add(result);
        if (result instanceof Result.Malformed) {
          return all;
        }
        greet = false;
      }
    }
    return all;
  }
}
