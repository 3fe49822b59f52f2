package cmtp.simulations.load.drive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection in a thread's care. */
interface Served extends Closeable {
  Link link();

  /**
   * Takes what has come.
   *
   * @param buffer of the thread, for nothing else
   */
  void read(ByteBuffer buffer) throws IOException;

  /** Sends as much of what has not gone yet as the socket takes. */
  void write() throws IOException;

  /** Whether the socket took less than there is. */
  boolean hasMore();

  /** Whether it is of no more use, and nothing is under way on it. */
  boolean isSpent();

  /** The connection is broken, or waited for in vain: what is under way will not be answered. */
  void abandon(String reason);

  /** Whether the oldest request has waited for longer than this. */
  boolean hasWaited(long nanos);
}
