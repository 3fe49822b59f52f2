package cmtp.node.net;

import cmtp.node.session.ContentSink;
import cmtp.node.session.ReceivedMail;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.field.FieldWriter;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import cmtp.protocol.wire.Decoded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects one message's parts into pieces for the content sink, as they were on the wire, and
 * digests them on the way. Holds one piece; what a piece becomes of is the caller's business.
 */
final class MessageReceiver {
  private static final int FIRST_BUFFER_BYTES = 4096;

  private final MessageHeader header;
  private final List<Bytes> digests = new ArrayList<>();
  private final List<Long> attachmentBytes = new ArrayList<>();

  private ContentSink sink;
  private MessageLog log = MessageLog.EMPTY;
  private long partLength;
  private Hash.Digest digest;
  private byte[] piece = new byte[FIRST_BUFFER_BYTES];
  private int pieceBytes;

  MessageReceiver(MessageHeader header) {
    this.header = header;
    add(header.encode());
  }

  /** The session wants the message, here. */
  void use(ContentSink given) {
    sink = given;
  }

  void abort() {
    if (sink != null) {
      sink.abort();
    }
  }

  ContentSink sink() {
    return sink;
  }

  void log(MessageLog received) {
    log = received;
    add(received.bytes());
  }

  void startPart(Decoded.PartStarted part) {
    endPart();
    partLength = part.length();
    if (part.index() > 0) {
      attachmentBytes.add(part.length());
      add(new FieldWriter().u64(part.length()).toBytes());
    }
    if (part.length() == 0) {
      digests.add(Hash.of(Bytes.EMPTY));
    }
  }

  void partBytes(Bytes bytes) {
    if (digest == null && bytes.length() == partLength) {
      digests.add(Hash.of(bytes)); // the whole part at once: one call instead of three
    } else {
      digest = digest == null ? new Hash.Digest() : digest;
      digest.update(bytes);
    }
    add(bytes);
  }

  private void endPart() {
    if (digest != null) {
      digests.add(digest.finish());
      digest = null;
    }
  }

  /** Only when something follows it: so the last piece is never empty, which no sink takes. */
  boolean hasFullPiece() {
    return pieceBytes > ContentSink.PIECE_BYTES_MAX;
  }

  Bytes takeFullPiece() {
    return take(ContentSink.PIECE_BYTES_MAX);
  }

  /** What is left, once the message has ended. */
  Bytes takeLastPiece() {
    endPart();
    return take(pieceBytes);
  }

  ReceivedMail received() {
    LogEntry.Digests all = new LogEntry.Digests(digests.get(0), digests.subList(1, digests.size()));
    return new ReceivedMail(header, log, all, attachmentBytes, sink);
  }

  private void add(Bytes bytes) {
    if (piece.length - pieceBytes < bytes.length()) {
      piece = Arrays.copyOf(piece, Math.max(2 * piece.length, pieceBytes + bytes.length()));
    }
    bytes.copyTo(piece, pieceBytes);
    pieceBytes += bytes.length();
  }

  private Bytes take(int length) {
    Bytes taken = Bytes.of(piece, 0, length);
    System.arraycopy(piece, length, piece, 0, pieceBytes - length);
    pieceBytes -= length;
    return taken;
  }
}
