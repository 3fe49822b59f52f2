package cmtp.persistence.content;

import cmtp.protocol.Bytes;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What waits for the writer. Each has the stage it will complete. */
sealed interface WriteOperation {

  CompletableFuture<Void> done();

  /** How many bytes it holds in memory and will write. */
  default long bytes() {
    return 0;
  }

  record Append(
      long contentId,
      String owner,
      int chunkNo,
      Bytes chunk,
      long atMs,
      CompletableFuture<Void> done)
      implements WriteOperation {
    @Override
    public long bytes() {
      return chunk.length();
    }
  }

  /** Deletes chunks and marks. */
  record Delete(List<Long> contentIds, CompletableFuture<Void> done) implements WriteOperation {}

  /** Only removes marks: waits for company. */
  record Confirm(List<Long> contentIds, CompletableFuture<Void> done) implements WriteOperation {}

  /** Ends the writer's thread; nothing is offered after it. */
  record Stop(CompletableFuture<Void> done) implements WriteOperation {}
}
