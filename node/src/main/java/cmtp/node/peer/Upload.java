package cmtp.node.peer;

import cmtp.protocol.Bytes;
import java.util.concurrent.CompletionStage;

/**
 * Bytes that are read as they are sent.
 *
 * @param bytes how many
 * @param reader gives exactly the bytes asked for, or fails
 */
public record Upload(long bytes, Reader reader) {
  /** Most bytes that are asked for at once. */
  public static final int PIECE_BYTES_MAX = 256 * 1024;

  /** Where the bytes are. */
  @FunctionalInterface
  public interface Reader {
    /** Completes on any thread. */
    CompletionStage<Bytes> read(long offset, int length);
  }
}
