package cmtp.protocol.wire;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.command.Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import cmtp.protocol.wire.Decoded.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A server's reading side (SPEC 2 and 4): bytes in, in any split, {@link Decoded} values out. It
 * has no clock and does no I/O: a time-out and the end of input are inputs like the bytes. It holds
 * at most one header, log or frame and what was fed last; body bytes pass through.
 *
 * <pre>
 *   COMMAND --KEYREQUEST--> USER -> DOMAIN --+
 *      | `--LOGIN---------> USER ------------+
 *      | `--X1 word-------> FRAME -----------+--> COMMAND
 *      `----MAIL----------> HEADER           |
 *           (after APPEND)    -> LOG -> PART_BYTES <-> PART_LENGTH
 *   any --broken input, end in the middle, time-out--> CLOSED
 * </pre>
 *
 * Feed, then call {@link #next} until it says {@link Decoded.Signal#NEED_MORE}. Not thread-safe.
 */
public final class CommandDecoder {
  private static final int LINE_BYTES_MAX = 512;
  private static final int FRAME_HEAD_BYTES = 4;
  private static final Pattern WORD = Pattern.compile("[A-Z0-9]+");
  private static final Decoded NEED_MORE = Decoded.Signal.NEED_MORE;

  private static final Set<String> FRAME_WORDS = X1Codec.WORDS;

  /** Whose language is read, which decides what begins an X1 frame (SPEC 7.2, 8.10). */
  public enum Layer {
    /** The base in clear: only the words of X1 begin frames. */
    CLEAR,
    /** Inside a secure channel: every word that is no base command begins a frame. */
    SECURE,
    /** The cmtpd dialect: there are no frames. */
    CMTPD
  }

  private enum State {
    COMMAND,
    KEYREQUEST_USER,
    KEYREQUEST_DOMAIN,
    LOGIN_USER,
    FRAME,
    HEADER,
    LOG,
    PART_LENGTH,
    PART_BYTES,
    CLOSED
  }

  /** What the peer owes, which decides how long one waits for it (SPEC 2.6). */
  public enum Waiting {
    /** The next command: minutes. */
    COMMAND,
    /** The rest of a command: 10 s. */
    REST,
    /** KEYREQUEST's optional domain: 2 s, then {@link #timeOut} is not an error. */
    DOMAIN,
    /** More of a message: at least 512 bytes a second. */
    MESSAGE
  }

  private final Limits limits;
  private final Layer layer;

  private byte[] buffer = new byte[0];
  private int start;
  private int end;

  private State state = State.COMMAND;
  private String word = "";
  private String user = "";
  private MessageHeader header;
  private long messageBytes;
  private int part;
  private long partRemaining;

  public CommandDecoder(Limits limits, Layer layer) {
    this.limits = limits;
    this.layer = layer;
  }

  /**
   * @param secure whether this decodes what comes out of a secure channel (SPEC 7.2)
   */
  public CommandDecoder(Limits limits, boolean secure) {
    this(limits, secure ? Layer.SECURE : Layer.CLEAR);
  }

  public void feed(Bytes bytes) {
    feed(bytes.asByteBuffer());
  }

  /** Takes all of {@code bytes}. */
  public void feed(ByteBuffer bytes) {
    int more = bytes.remaining();
    if (start == end) {
      start = 0;
      end = 0;
    }
    if (buffer.length - end < more) {
      int held = end - start;
      byte[] target = buffer.length - held < more ? new byte[held + more] : buffer;
      System.arraycopy(buffer, start, target, 0, held);
      buffer = target;
      start = 0;
      end = held;
    }
    bytes.get(buffer, end, more);
    end += more;
  }

  /** The next thing found, or {@link Decoded.Signal#NEED_MORE}. */
  public Decoded next() {
    Decoded decoded = step();
    while (decoded == null) {
      decoded = step();
    }
    if (start == end && buffer.length > LINE_BYTES_MAX) {
      buffer = new byte[0]; // an idle connection holds no memory
      start = 0;
      end = 0;
    }
    return decoded;
  }

  /** The peer closed its side; to be called once {@link #next} needs more. */
  public Decoded endOfInput() {
    if (state == State.COMMAND && start == end) {
      return Decoded.Signal.END;
    }
    return waiting() == Waiting.DOMAIN
        ? keyRequest(Optional.empty(), false)
        : malformed(Reason.TRUNCATED);
  }

  /** The time that {@link #waiting} stands for has passed. */
  public Decoded timeOut() {
    return waiting() == Waiting.DOMAIN
        ? keyRequest(Optional.empty(), true)
        : malformed(Reason.TIMED_OUT);
  }

  public Waiting waiting() {
    boolean nothingHeld = start == end;
    return switch (state) {
      case COMMAND -> nothingHeld ? Waiting.COMMAND : Waiting.REST;
      case KEYREQUEST_DOMAIN -> nothingHeld ? Waiting.DOMAIN : Waiting.REST;
      case HEADER, LOG, PART_LENGTH, PART_BYTES -> Waiting.MESSAGE;
      default -> Waiting.REST;
    };
  }

  /** Takes out the bytes behind the last command: after SECURE they are another language. */
  public Bytes takeHeld() {
    return take(end - start);
  }

  /** Bytes held that no {@link Decoded} has been made of yet. */
  public int heldBytes() {
    return end - start;
  }

  /** One state's work; null when the state changed and there is nothing to say yet. */
  private Decoded step() {
    return switch (state) {
      case COMMAND -> command();
      case KEYREQUEST_USER -> keyRequestUser();
      case KEYREQUEST_DOMAIN -> keyRequestDomain();
      case LOGIN_USER -> loginUser();
      case FRAME -> frame();
      case HEADER -> header();
      case LOG -> log();
      case PART_LENGTH -> partLength();
      case PART_BYTES -> partBytes();
      case CLOSED -> NEED_MORE;
    };
  }

  private Decoded command() {
    while (start < end && buffer[start] == 0) {
      start++; // SPEC 2.5: an empty command is ignored
    }
    int limit = Math.min(end, start + LINE_BYTES_MAX);
    for (int i = start; i < limit; i++) {
      if (buffer[i] == 0) {
        return dispatch(takeText(i));
      }
      if (layer != Layer.SECURE && buffer[i] == '\n' && i > start && buffer[i - 1] == '\r') {
        String line = takeText(i);
        return new Decoded.SmtpLine(line.substring(0, line.length() - 1));
      }
    }
    return end - start >= LINE_BYTES_MAX ? malformed(Reason.WORD_TOO_LONG) : NEED_MORE;
  }

  private Decoded dispatch(String said) {
    word = said;
    switch (said) {
      case "MAIL" -> state = State.HEADER;
      case "KEYREQUEST" -> state = State.KEYREQUEST_USER;
      case "LOGIN" -> state = State.LOGIN_USER;
      case "OHAI", "NOOP", "HELP", "OBAI" -> {
        return new Decoded.CommandReceived(Command.Simple.valueOf(said));
      }
      default -> {
        return other(said);
      }
    }
    return null;
  }

  /** No base command: a frame, an unknown command, or no word at all (SPEC 2.5, 7.2). */
  private Decoded other(String said) {
    if (said.length() > Limits.COMMAND_BYTES_MAX) {
      return malformed(Reason.WORD_TOO_LONG);
    }
    if (layer == Layer.SECURE && !WORD.matcher(said).matches()) {
      return malformed(Reason.NO_WORD); // whether a frame follows, nobody can know
    }
    if (layer != Layer.SECURE && !isX1(said)) {
      return new Decoded.CommandReceived(new Command.Unknown(said));
    }
    state = State.FRAME;
    return null;
  }

  private boolean isX1(String said) {
    return layer != Layer.CMTPD && FRAME_WORDS.contains(said);
  }

  private Decoded keyRequestUser() {
    Token token = token(2 * Limits.NAME_BYTES_MAX + 1);
    if (token.problem() != null) {
      return token.problem();
    }
    user = token.text();
    if (user.isEmpty()) {
      return keyRequest(Optional.empty(), false); // a following empty domain is a stray NUL
    }
    state = State.KEYREQUEST_DOMAIN;
    return null;
  }

  private Decoded keyRequestDomain() {
    int from = start;
    Token token = token(Limits.NAME_BYTES_MAX);
    if (token.problem() != null) {
      return token.problem();
    }
    if (Command.BASE_WORDS.contains(token.text()) || isX1(token.text())) {
      start = from; // the next command: the domain is absent
      return keyRequest(Optional.empty(), false);
    }
    return keyRequest(Optional.of(token.text()), false);
  }

  private Decoded keyRequest(Optional<String> domain, boolean last) {
    state = last ? State.CLOSED : State.COMMAND;
    return new Decoded.CommandReceived(new Command.KeyRequest(user, domain, last));
  }

  private Decoded loginUser() {
    Token token = token(2 * Limits.NAME_BYTES_MAX + 1);
    if (token.problem() != null) {
      return token.problem();
    }
    state = State.COMMAND;
    return new Decoded.CommandReceived(new Command.Login(token.text()));
  }

  private Decoded frame() {
    if (end - start < FRAME_HEAD_BYTES) {
      return NEED_MORE;
    }
    long length = number(start, FRAME_HEAD_BYTES);
    if (length < Limits.NONCE_BYTES || length > Limits.NONCE_BYTES + Limits.PARAMETER_BYTES_MAX) {
      return malformed(Reason.FRAME_LENGTH);
    }
    if (end - start < FRAME_HEAD_BYTES + length) {
      return NEED_MORE;
    }
    start += FRAME_HEAD_BYTES;
    Bytes nonce = take(Limits.NONCE_BYTES);
    X1Frame frame = new X1Frame(word, nonce, take((int) length - Limits.NONCE_BYTES));
    state = word.equals("APPEND") ? State.HEADER : State.COMMAND;
    return new Decoded.FrameReceived(frame);
  }

  private Decoded header() {
    int at = start + MessageHeader.FIXED_BYTES;
    for (int name = 0; name < 4; name++) {
      int nul = indexOfNul(at, Limits.NAME_BYTES_MAX);
      if (nul < 0) {
        return end - at > Limits.NAME_BYTES_MAX ? malformed(Reason.NAME_TOO_LONG) : NEED_MORE;
      }
      at = nul + 1;
    }
    Bytes bytes = Bytes.of(buffer, start, at - start);
    FieldReader in = new FieldReader(bytes);
    header = MessageHeader.read(in);
    if (!in.isComplete()) {
      return malformed(whatIsWrongWithHeader());
    }
    start = at;
    messageBytes = bytes.length();
    if (header.attachmentCount() > Limits.ATTACHMENTS_MAX
        || header.logLength() > limits.logBytesMax()
        || !fits(header.logLength())
        || !fits(header.bodyLength())) {
      return malformed(Reason.TOO_LARGE);
    }
    if (isTooShort(header.bodyLength())) {
      return malformed(Reason.TOO_SHORT);
    }
    state = State.LOG;
    return new Decoded.MessageStarted(header);
  }

  private Reason whatIsWrongWithHeader() {
    if (number(start + 8, 8) < 0 || number(start + 16, 8) < 0) {
      return Reason.NUMBER_TOO_LARGE;
    }
    return number(start + 4, 4) > Limits.ATTACHMENTS_MAX ? Reason.TOO_LARGE : Reason.NOT_UTF8;
  }

  private Decoded log() {
    int length = (int) header.logLength();
    if (end - start < length) {
      return NEED_MORE;
    }
    MessageLog log = new MessageLog(take(length));
    if (!log.isWellFormed()) {
      return malformed(Reason.LOG);
    }
    part = -1;
    partRemaining = header.bodyLength();
    state = State.PART_LENGTH;
    return new Decoded.LogReceived(log);
  }

  /** Announces the body, whose length the header told, or reads the next attachment's length. */
  private Decoded partLength() {
    if (part == header.attachmentCount()) {
      state = State.COMMAND;
      return Decoded.Signal.MESSAGE_ENDED;
    }
    if (part >= 0) {
      if (end - start < Long.BYTES) {
        return NEED_MORE;
      }
      partRemaining = number(start, Long.BYTES);
      start += Long.BYTES;
      if (partRemaining < 0) {
        return malformed(Reason.NUMBER_TOO_LARGE);
      }
      if (!fits(Long.BYTES) || !fits(partRemaining)) {
        return malformed(Reason.TOO_LARGE);
      }
      if (isTooShort(partRemaining)) {
        return malformed(Reason.TOO_SHORT);
      }
    }
    part++;
    state = State.PART_BYTES;
    return new Decoded.PartStarted(part, partRemaining);
  }

  private Decoded partBytes() {
    if (partRemaining == 0) {
      state = State.PART_LENGTH;
      return null;
    }
    if (start == end) {
      return NEED_MORE;
    }
    Bytes bytes = take((int) Math.min(partRemaining, end - start));
    partRemaining -= bytes.length();
    return new Decoded.PartBytes(bytes);
  }

  /** Counts {@code length} in, and tells whether the message is still within its limit. */
  private boolean fits(long length) {
    if (length > limits.messageBytesMax() - messageBytes) {
      return false;
    }
    messageBytes += length;
    return true;
  }

  private boolean isTooShort(long length) {
    return header.version() == MessageHeader.SEALED && length < Limits.SEALED_BYTES_MIN;
  }

  /** A complete text parameter, or what to say instead. */
  private record Token(String text, Decoded problem) {}

  private Token token(int bytesMax) {
    int nul = indexOfNul(start, bytesMax);
    if (nul < 0) {
      return new Token("", end - start > bytesMax ? malformed(Reason.NAME_TOO_LONG) : NEED_MORE);
    }
    String text = FieldReader.strictUtf8(buffer, start, nul - start);
    start = nul + 1;
    return text == null ? new Token("", malformed(Reason.NOT_UTF8)) : new Token(text, null);
  }

  /** Position of the first NUL within {@code bytesMax} bytes from {@code from}, or -1. */
  private int indexOfNul(int from, int bytesMax) {
    int limit = Math.min(end, from + bytesMax + 1);
    for (int i = from; i < limit; i++) {
      if (buffer[i] == 0) {
        return i;
      }
    }
    return -1;
  }

  /** Big-endian; 8 bytes above 2^63-1 come out negative. */
  private long number(int at, int length) {
    long value = 0;
    for (int i = at; i < at + length; i++) {
      value = value << 8 | buffer[i] & 0xFF;
    }
    return value;
  }

  private Bytes take(int length) {
    Bytes bytes = Bytes.of(buffer, start, length);
    start += length;
    return bytes;
  }

  /** Takes the bytes before {@code terminator} as text of any encoding, and the terminator. */
  private String takeText(int terminator) {
    String text = new String(buffer, start, terminator - start, StandardCharsets.ISO_8859_1);
    start = terminator + 1;
    return text;
  }

  private Decoded malformed(Reason reason) {
    state = State.CLOSED;
    buffer = Arrays.copyOf(buffer, 0);
    start = 0;
    end = 0;
    return new Decoded.Malformed(reason);
  }
}
