package cmtp.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Reply;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.wire.ReplyDecoder;
import cmtp.protocol.wire.ReplyDecoder.Expected;
import cmtp.protocol.wire.ReplyDecoder.Result;
import java.util.Locale;

/** Decodes a reply whole and in pieces, and verifies its signature. */
final class ReplyCheck implements Check {
  @Override
  public String outcome(Vector vector) {
    Result whole = decode(vector, Integer.MAX_VALUE);
    assertEquals(whole, decode(vector, 1), "byte by byte");
    assertEquals(whole, decode(vector, 13), "in pieces of 13");
    if (whole instanceof Result.NeedMore) {
      return "malformed:truncated";
    }
    if (!(whole instanceof Result.Answer answer)) {
      return MALFORMED;
    }
    Reply reply = answer.reply();
    assertEquals(vector.input(), reply.encode());
    assertEquals(vector.get("decoded"), text(reply));
    Bytes signed = signed(vector, reply);
    assertEquals(vector.bytes("signed"), signed);
    VerifyKey server = VerifyKey.of(vector.bytes("server-key")).orElseThrow();
    return server.verify(reply.signature(), signed) ? Vector.OK : "refused:signature";
  }

  /** The greeting's check, which has no signature. */
  static String greeting(Vector vector) {
    ReplyDecoder decoder = new ReplyDecoder();
    decoder.feed(vector.input().asByteBuffer());
    Result result = decoder.greeting();
    if (result instanceof Result.Greeting greeting) {
      assertEquals(vector.get("decoded"), greeting.line());
      return Vector.OK;
    }
    return result instanceof Result.NeedMore ? "malformed:truncated" : MALFORMED;
  }

  private static Result decode(Vector vector, int piece) {
    Expected asked = Expected.valueOf(vector.get("asked").toUpperCase(Locale.ROOT));
    ReplyDecoder decoder = new ReplyDecoder();
    Result result = Result.NeedMore.INSTANCE;
    Bytes input = vector.input();
    for (int at = 0; at < input.length() && result == Result.NeedMore.INSTANCE; ) {
      int to = (int) Math.min(input.length(), (long) at + piece);
      decoder.feed(input.slice(at, to).asByteBuffer());
      at = to;
      result = decoder.next(asked);
    }
    return result;
  }

  private static String text(Reply reply) {
    if (reply instanceof Reply.General general) {
      return "general " + Quoted.of(general.text());
    }
    if (reply instanceof Reply.Text text) {
      return "message " + Quoted.of(text.text());
    }
    if (reply instanceof Reply.Key key) {
      return "key " + key.key().hex();
    }
    if (reply instanceof Reply.Xzibit xzibit) {
      return "xzibit " + xzibit.xzibit().hex();
    }
    Reply.X1 x1 = (Reply.X1) reply;
    return x1.status() + " " + x1.payload().hex();
  }

  private static Bytes signed(Vector vector, Reply reply) {
    if (reply instanceof Reply.General general) {
      return Bytes.utf8(general.text());
    }
    if (reply instanceof Reply.Text text) {
      return Bytes.utf8(text.text());
    }
    if (reply instanceof Reply.Key key) {
      return key.key();
    }
    if (reply instanceof Reply.Xzibit xzibit) {
      return xzibit.xzibit();
    }
    Reply.X1 x1 = (Reply.X1) reply;
    return SignedInput.reply(
        new DomainName(vector.get("domain")),
        Hash.of(vector.bytes("command-frame")),
        vector.number("number"),
        x1.status().name(),
        x1.payload().length(),
        Hash.of(x1.payload()));
  }
}
