package cmtp.node;

import cmtp.node.metrics.ContentMetrics;
import cmtp.persistence.content.ContentStore;
import cmtp.persistence.content.PendingUpload;
import cmtp.persistence.content.StoreOverloaded;
import cmtp.protocol.Bytes;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A content store of which is counted what it is given to do. */
final class MeteredContents implements ContentStore {
  private final ContentStore store;
  private final ContentMetrics metrics;
  private final Clock clock;

  MeteredContents(ContentStore store, ContentMetrics metrics, Clock clock) {
    this.store = store;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public long newId() {
    try {
      return store.newId();
    } catch (StoreOverloaded full) {
      metrics.failed(true);
      throw full;
    }
  }

  @Override
  public CompletionStage<Void> append(long contentId, String owner, int chunkNo, Bytes chunk) {
    long startedMs = clock.millis();
    int length = chunk.length();
    metrics.writing(length);
    CompletionStage<Void> writing;
    try {
      writing = store.append(contentId, owner, chunkNo, chunk);
    } catch (RuntimeException refused) {
      metrics.notWritten(length, isOverload(refused));
      throw refused;
    }
    return writing.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            metrics.written(length, clock.millis() - startedMs);
          } else {
            metrics.notWritten(length, isOverload(failure));
          }
        });
  }

  private static boolean isOverload(Throwable failure) {
    return failure instanceof StoreOverloaded || failure.getCause() instanceof StoreOverloaded;
  }

  private <T> CompletionStage<T> counted(CompletionStage<T> stage) {
    return stage.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            metrics.failed(isOverload(failure));
          }
        });
  }

  @Override
  public CompletionStage<Bytes> read(long contentId, long offset, int length) {
    return counted(store.read(contentId, offset, length));
  }

  @Override
  public CompletionStage<Void> confirm(Collection<Long> contentIds) {
    return counted(store.confirm(contentIds));
  }

  @Override
  public CompletionStage<Void> abort(long contentId) {
    return counted(store.abort(contentId));
  }

  @Override
  public CompletionStage<Void> delete(Collection<Long> contentIds) {
    return counted(store.delete(contentIds));
  }

  @Override
  public String run() {
    return store.run();
  }

  @Override
  public CompletionStage<Set<String>> otherRuns() {
    return counted(store.otherRuns());
  }

  @Override
  public CompletionStage<List<PendingUpload>> pending(Set<String> endedRuns) {
    return counted(store.pending(endedRuns));
  }

  @Override
  public void close() {
    store.close();
  }
}
