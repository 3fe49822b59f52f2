package cmtp.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.command.Reply;
import cmtp.protocol.command.Status;
import cmtp.protocol.wire.ReplyDecoder.Expected;
import cmtp.protocol.wire.ReplyDecoder.Result;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplyDecoderTest {
  private static final Bytes SIGNATURE = Bytes.wrap(new byte[64]);

  private record Answered(Expected asked, Reply reply) {}

  @Test
  void readsWhatWasWrittenWhateverTheSplit() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<Answered> replies = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        replies.add(random(random));
      }
      assertEquals(replies, read(replies, random), "seed " + seed);
    }
  }

  @Test
  void readsTheGreetingBeforeTheReplies() {
    ReplyDecoder decoder = new ReplyDecoder();
    Reply.General noop = new Reply.General("SUCCESS", SIGNATURE);
    feed(decoder, Bytes.concat(Bytes.utf8("220 a CMTP b\r\n"), noop.encode()));
    assertEquals(new Result.Greeting("220 a CMTP b"), decoder.greeting());
    assertEquals(new Result.Answer(noop), decoder.next(Expected.TEXT));
    assertEquals(0, decoder.heldBytes());
  }

  @Test
  void takesATextAndAPayloadAtTheirLimits() {
    Reply text = new Reply.General("x".repeat(Limits.REPLY_TEXT_BYTES_MAX), SIGNATURE);
    assertEquals(new Result.Answer(text), decode(text.encode(), Expected.TEXT));
    Bytes payload = Bytes.wrap(new byte[Limits.REPLY_PAYLOAD_BYTES_MAX]);
    Reply x1 = new Reply.X1(Status.OK, payload, SIGNATURE);
    assertEquals(new Result.Answer(x1), decode(x1.encode(), Expected.X1));
    Reply more = new Reply.X1(Status.OK, Bytes.concat(payload, Bytes.of((byte) 0)), SIGNATURE);
    assertInstanceOf(Result.Malformed.class, decode(more.encode(), Expected.X1));
  }

  @Test
  void staysBrokenOnceBroken() {
    ReplyDecoder decoder = new ReplyDecoder();
    feed(decoder, Bytes.hex("00000009"));
    assertInstanceOf(Result.Malformed.class, decoder.next(Expected.TEXT));
    feed(decoder, new Reply.General("SUCCESS", SIGNATURE).encode());
    assertInstanceOf(Result.Malformed.class, decoder.next(Expected.TEXT));
  }

  private static List<Answered> read(List<Answered> replies, Random random) {
    Bytes stream =
        Bytes.concat(replies.stream().map(a -> a.reply().encode()).toArray(Bytes[]::new));
    ReplyDecoder decoder = new ReplyDecoder();
    List<Answered> read = new ArrayList<>();
    for (int at = 0; at < stream.length(); ) {
      int to = Math.min(stream.length(), at + 1 + random.nextInt(100));
      feed(decoder, stream.slice(at, to));
      at = to;
      while (read.size() < replies.size()) {
        Expected asked = replies.get(read.size()).asked();
        if (!(decoder.next(asked) instanceof Result.Answer answer)) {
          break;
        }
        read.add(new Answered(asked, answer.reply()));
      }
    }
    return read;
  }

  private static Answered random(Random random) {
    Bytes signature = bytes(random, 64);
    String text = "SUCCESS " + Long.toHexString(random.nextLong());
    return switch (random.nextInt(5)) {
      case 0 -> new Answered(Expected.TEXT, new Reply.General(text, signature));
      case 1 -> new Answered(Expected.KEY, new Reply.Text(text, signature));
      case 2 -> new Answered(Expected.KEY, new Reply.Key(bytes(random, 32), signature));
      case 3 ->
          new Answered(
              Expected.XZIBIT, new Reply.Xzibit(bytes(random, Limits.XZIBIT_BYTES), signature));
      default -> {
        Status status = Status.values()[random.nextInt(Status.values().length)];
        Bytes payload = bytes(random, random.nextInt(300));
        yield new Answered(Expected.X1, new Reply.X1(status, payload, signature));
      }
    };
  }

  private static Bytes bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private static Result decode(Bytes bytes, Expected expected) {
    ReplyDecoder decoder = new ReplyDecoder();
    feed(decoder, bytes);
    return decoder.next(expected);
  }

  private static void feed(ReplyDecoder decoder, Bytes bytes) {
    decoder.feed(ByteBuffer.wrap(bytes.toArray()));
  }
}
