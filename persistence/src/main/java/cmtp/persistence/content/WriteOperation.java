package cmtp.persistence.content;

import cmtp.persistence.trace.TraceEntry;
import cmtp.protocol.Bytes;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What waits for the writer. Each has the stage it will complete. */
sealed interface WriteOperation {

  CompletableFuture<?> done();

  /** How many bytes it holds in memory and will write. */
  default long bytes() {
    return 0;
  }

  /** Fills the disk; goes into one transaction with those of its kind that wait beside it. */
  sealed interface Insertion extends WriteOperation {}

  /** Frees space; done a slice at a time. */
  sealed interface Deletion extends WriteOperation {}

  record Append(
      long contentId,
      String owner,
      int chunkNo,
      Bytes chunk,
      long atMs,
      CompletableFuture<Void> done)
      implements Insertion {
    @Override
    public long bytes() {
      return chunk.length();
    }
  }

  /** Adds to the trace. */
  record Note(List<TraceEntry> entries, CompletableFuture<Void> done) implements Insertion {
    /** What a row costs beside its texts: two indexes, one of them in no order. */
    private static final int ROW_BYTES = 256;

    @Override
    public long bytes() {
      long sum = 0;
      for (TraceEntry entry : entries) {
        sum += ROW_BYTES + entry.place().length() + entry.detail().length();
      }
      return sum;
    }
  }

  /** Deletes chunks and marks. */
  record Delete(List<Long> contentIds, CompletableFuture<Void> done) implements Deletion {}

  /** Removes what the trace has of times before this. */
  record Forget(long beforeMs, CompletableFuture<Integer> done) implements Deletion {}

  /** Only removes marks: waits for company. */
  record Confirm(List<Long> contentIds, CompletableFuture<Void> done) implements WriteOperation {}

  /** Ends the writer's thread; nothing is offered after it. */
  record Stop(CompletableFuture<Void> done) implements WriteOperation {}
}
