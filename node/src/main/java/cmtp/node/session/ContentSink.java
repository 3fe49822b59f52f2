package cmtp.node.session;

import cmtp.protocol.Bytes;
import java.util.concurrent.CompletionStage;

/**
 * Where the bytes of one arriving message go, in order. Nothing is durable before the event that
 * names the content is; what never gets one is aborted.
 */
public interface ContentSink {
  /** Largest piece that {@link #write} takes. */
  int PIECE_BYTES_MAX = 256 * 1024;

  long contentId();

  /** Completes when the piece is written; fails when the store is overloaded or broken. */
  CompletionStage<?> write(Bytes piece);

  /** The message is somebody's now: it will not be swept. */
  void confirm();

  /** Nobody will own these bytes: they are removed. */
  void abort();
}
