package cmtp.node.net;

import cmtp.node.peer.AnswerForm;
import cmtp.node.peer.PeerReply;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Reply;
import cmtp.protocol.wire.ReplyDecoder;
import cmtp.protocol.wire.ReplyDecoder.Expected;
import cmtp.protocol.wire.ReplyDecoder.Result;
import java.util.Optional;

/**
 * Reads a peer's greeting and its answers, in whatever pieces they come: those of SPEC 3 and 7.3,
 * and those of the C programs of 2017 (SPEC 8). Broken input is a value.
 */
final class PeerAnswers {
  /** The longest answer to anything a node asks another is a chain of records. */
  static final int BYTES_MAX = 80 * 1024;

  /** The line that a C program greets with; a NUL follows it (SPEC 8.1). */
  private static final String CMTPD_GREETING = "Welcome to CMTP version < 1";

  private static final Bytes CMTPD_AWAKE = Bytes.utf8("O_O\n\0");

  /** What came. */
  sealed interface Found {
    enum Nothing implements Found {
      INSTANCE
    }

    record Greeting(String line) implements Found {}

    record Answer(PeerReply reply) implements Found {}

    record Broken(String reason) implements Found {}
  }

  private final ReplyDecoder decoder = new ReplyDecoder();
  private AnswerForm form = AnswerForm.TEXT;
  private String cmtpdGreeting = "";
  private Bytes said = Bytes.EMPTY;

  void feed(Bytes bytes) {
    decoder.feed(bytes.asByteBuffer());
  }

  void expect(AnswerForm wanted) {
    form = wanted;
  }

  AnswerForm expected() {
    return form;
  }

  int heldBytes() {
    return decoder.heldBytes() + said.length();
  }

  Bytes takeHeld() {
    return decoder.takeHeld();
  }

  Found greeting() {
    if (!cmtpdGreeting.isEmpty()) {
      return cmtpdGreetingEnd();
    }
    Result result = decoder.greeting();
    if (result instanceof Result.Greeting greeting) {
      if (greeting.line().equals(CMTPD_GREETING)) {
        cmtpdGreeting = greeting.line();
        return cmtpdGreetingEnd();
      }
      return new Found.Greeting(greeting.line());
    }
    return result instanceof Result.Malformed
        ? new Found.Broken("said no greeting line")
        : Found.Nothing.INSTANCE;
  }

  private Found cmtpdGreetingEnd() {
    if (decoder.heldBytes() == 0) {
      return Found.Nothing.INSTANCE;
    }
    return decoder.takeHeld().equals(Bytes.of((byte) 0))
        ? new Found.Greeting(cmtpdGreeting)
        : new Found.Broken("said more than a greeting");
  }

  /** The answer, once it is there as a whole. */
  Found next() {
    Found found =
        switch (form) {
          case TEXT -> signed(decoder.next(Expected.TEXT));
          case KEY -> signed(decoder.next(Expected.KEY));
          case X1, SECURE -> signed(decoder.next(Expected.X1));
          case CMTPD_KEY -> cmtpdKey(decoder.next(Expected.KEY));
          case CMTPD_NOOP -> cmtpdNoop();
        };
    return found == Found.Nothing.INSTANCE && heldBytes() > BYTES_MAX
        ? new Found.Broken("gives an answer without end")
        : found;
  }

  /** What the time being up means, if it is an answer: some of those programs end in mid-word. */
  Optional<PeerReply> timedOut() {
    return form == AnswerForm.CMTPD_KEY && heldBytes() > 0
        ? Optional.of(PeerReply.Garbled.INSTANCE)
        : Optional.empty();
  }

  private static Found signed(Result result) {
    if (result instanceof Result.Answer answer) {
      return new Found.Answer(new PeerReply.Signed(answer.reply()));
    }
    return result instanceof Result.Malformed malformed
        ? new Found.Broken("gives a broken answer: " + malformed.reason())
        : Found.Nothing.INSTANCE;
  }

  private static Found cmtpdKey(Result result) {
    if (result instanceof Result.Answer answer && answer.reply() instanceof Reply.Key) {
      return signed(result);
    }
    return result == Result.NeedMore.INSTANCE
        ? Found.Nothing.INSTANCE
        : new Found.Answer(PeerReply.Garbled.INSTANCE);
  }

  private Found cmtpdNoop() {
    said = Bytes.concat(said, decoder.takeHeld());
    int length = Math.min(said.length(), CMTPD_AWAKE.length());
    if (!said.slice(0, length).equals(CMTPD_AWAKE.slice(0, length))
        || said.length() > CMTPD_AWAKE.length()) {
      return new Found.Broken("answers NOOP with something else");
    }
    if (length < CMTPD_AWAKE.length()) {
      return Found.Nothing.INSTANCE;
    }
    said = Bytes.EMPTY;
    return new Found.Answer(PeerReply.Awake.INSTANCE);
  }
}
