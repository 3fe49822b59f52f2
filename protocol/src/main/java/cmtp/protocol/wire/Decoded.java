package cmtp.protocol.wire;

import cmtp.protocol.Bytes;
import cmtp.protocol.command.Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;

/**
 * What {@link CommandDecoder} found next. A message comes as {@link MessageStarted}, {@link
 * LogReceived}, then for its body and each attachment {@link PartStarted} and {@link PartBytes},
 * and at last {@link Signal#MESSAGE_ENDED}.
 */
public sealed interface Decoded {

  enum Signal implements Decoded {
    /** Everything that was fed is used up. */
    NEED_MORE,
    MESSAGE_ENDED,
    /** The peer closed its side between two commands. */
    END
  }

  record CommandReceived(Command command) implements Decoded {}

  /** A frame whose length fits; its word and parameters may still be nonsense. */
  record FrameReceived(X1Frame frame) implements Decoded {}

  record MessageStarted(MessageHeader header) implements Decoded {}

  record LogReceived(MessageLog log) implements Decoded {}

  /**
   * @param index 0 for the body, n for the n-th attachment
   * @param length bytes that follow
   */
  record PartStarted(int index, long length) implements Decoded {}

  record PartBytes(Bytes bytes) implements Decoded {}

  /** A line of SMTP (SPEC 2.4), without its CRLF. */
  record SmtpLine(String text) implements Decoded {}

  /** The peer broke the protocol in a way that leaves no next command: answer, then close. */
  record Malformed(Reason reason) implements Decoded {}

  /** What can be wrong with a peer's bytes. */
  enum Reason {
    WORD_TOO_LONG("command word too long", false),
    NO_WORD("not a command word", false),
    NAME_TOO_LONG("name too long", false),
    NOT_UTF8("not UTF-8", false),
    NUMBER_TOO_LARGE("number out of range", false),
    FRAME_LENGTH("frame length out of range", false),
    TRUNCATED("truncated", false),
    TIMED_OUT("timed out", false),
    TOO_LARGE("message too large", true),
    TOO_SHORT("too short to be sealed", true),
    LOG("malformed log", true);

    private final String text;
    private final boolean permanent;

    Reason(String text, boolean permanent) {
      this.text = text;
      this.permanent = permanent;
    }

    /** For people. */
    public String text() {
      return text;
    }

    /** Whether the peer would not read an answer, or is not owed one (SPEC 2.6, 2.7). */
    public boolean isSilent() {
      return this == TRUNCATED || this == TIMED_OUT;
    }

    /** Whether sending the same again can never succeed: a delivery failure. */
    public boolean isPermanent() {
      return permanent;
    }
  }
}
