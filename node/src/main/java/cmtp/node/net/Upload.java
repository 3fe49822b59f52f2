package cmtp.node.net;

import cmtp.node.session.ContentSink;
import cmtp.node.session.ReceivedMail;
import cmtp.protocol.Bytes;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.wire.Decoded;
import java.util.function.Consumer;

/**
 * The message that is coming in, on its way to the content sink: at most {@link #PIECES_IN_FLIGHT}
 * pieces ahead of it.
 */
final class Upload {
  private static final int PIECES_IN_FLIGHT = 2;

  private final Consumer<Written> written;
  private MessageReceiver receiver;
  private int piecesInFlight;

  /** A piece was written, or could not be; to be handed back to {@link #isCurrent}. */
  record Written(MessageReceiver receiver, Throwable failure) {}

  /**
   * @param written told on any thread
   */
  Upload(Consumer<Written> written) {
    this.written = written;
  }

  void start(MessageHeader header) {
    receiver = new MessageReceiver(header);
  }

  /** The session wants the message, here. */
  void use(ContentSink sink) {
    receiver.use(sink);
  }

  /** Whether more of the message would be too much memory. */
  boolean isFull() {
    return piecesInFlight >= PIECES_IN_FLIGHT;
  }

  /** Takes what is a part of the message; whether it was one. */
  boolean take(Decoded decoded) {
    if (decoded instanceof Decoded.PartBytes part) {
      receiver.partBytes(part.bytes());
      while (receiver.hasFullPiece()) {
        write(receiver.takeFullPiece());
      }
    } else if (decoded instanceof Decoded.PartStarted part) {
      receiver.startPart(part);
    } else if (decoded instanceof Decoded.LogReceived log) {
      receiver.log(log.log());
    } else {
      return false;
    }
    return true;
  }

  /** The message has been read to its end. */
  void finish() {
    write(receiver.takeLastPiece());
  }

  private void write(Bytes piece) {
    MessageReceiver current = receiver;
    piecesInFlight++;
    current
        .sink()
        .write(piece)
        .whenComplete((done, failure) -> written.accept(new Written(current, failure)));
  }

  /** Counts a written piece; false if its message was given up meanwhile. */
  boolean isCurrent(Written piece) {
    piecesInFlight--;
    return piece.receiver() == receiver;
  }

  boolean isWritten() {
    return piecesInFlight == 0;
  }

  /** Hands the whole message over. */
  ReceivedMail takeMail() {
    ReceivedMail mail = receiver.received();
    receiver = null;
    return mail;
  }

  void abort() {
    if (receiver != null) {
      receiver.abort();
      receiver = null;
    }
  }
}
