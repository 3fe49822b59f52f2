package cmtp.persistence.trace;

import cmtp.protocol.Bytes;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What became of messages, by mid. What was noted precedes, on the disk, every journal event that
 * is persisted after the note completed: so a receipt noted before its event is as durable as that.
 * Stages complete on a thread of the store, and fail as those of the content store do.
 */
public interface TraceStore {
  int FOUND_MAX = 200;

  /**
   * @param entries 1 to 1,000
   */
  CompletionStage<Void> note(List<TraceEntry> entries);

  /**
   * All entries whose mid begins with {@code prefix}, by mid, then as they were noted; at most
   * {@value #FOUND_MAX}.
   *
   * @param prefix 4 to 32 bytes
   */
  CompletionStage<List<TraceEntry>> find(Bytes prefix);

  /** Removes the entries noted for times before this; how many there were. */
  CompletionStage<Integer> forgetBefore(long unixMillis);
}
