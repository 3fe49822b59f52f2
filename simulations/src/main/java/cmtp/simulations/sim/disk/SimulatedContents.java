package cmtp.simulations.sim.disk;

import cmtp.persistence.content.ContentStore;
import cmtp.persistence.content.PendingUpload;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.Bytes;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The content and trace stores of one run of a simulated node. */
public final class SimulatedContents implements ContentStore, TraceStore {
  private final Disk.Session disk;

  public SimulatedContents(Disk.Session disk) {
    this.disk = disk;
  }

  @Override
  public long newId() {
    return disk.stored().newContentId();
  }

  @Override
  public CompletionStage<Void> append(long contentId, String owner, int chunkNo, Bytes chunk) {
    return write(true, () -> disk.stored().append(disk, contentId, owner, chunkNo, chunk));
  }

  private CompletionStage<Void> write(boolean grows, Disk.Change change) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    disk.write(
        false,
        grows,
        change,
        failure -> {
          if (failure == null) {
            done.complete(null);
          } else {
            done.completeExceptionally(failure);
          }
        });
    return done;
  }

  @Override
  public CompletionStage<Bytes> read(long contentId, long offset, int length) {
    CompletableFuture<Bytes> found = new CompletableFuture<>();
    disk.read(() -> disk.stored().read(contentId, offset, length), found::complete);
    return found;
  }

  @Override
  public CompletionStage<Void> confirm(Collection<Long> contentIds) {
    List<Long> ids = List.copyOf(contentIds);
    return write(false, () -> all(ids.stream().map(id -> disk.stored().confirm(id)).toArray()));
  }

  @Override
  public CompletionStage<Void> abort(long contentId) {
    return delete(List.of(contentId));
  }

  @Override
  public CompletionStage<Void> delete(Collection<Long> contentIds) {
    List<Long> ids = List.copyOf(contentIds);
    return write(false, () -> all(ids.stream().map(id -> disk.stored().delete(id)).toArray()));
  }

  private static Runnable all(Object[] undos) {
    return () -> {
      for (int i = undos.length - 1; i >= 0; i--) {
        if (undos[i] != null) {
          ((Runnable) undos[i]).run();
        }
      }
    };
  }

  @Override
  public String run() {
    return disk.name();
  }

  @Override
  public CompletionStage<Set<String>> otherRuns() {
    CompletableFuture<Set<String>> found = new CompletableFuture<>();
    disk.read(() -> disk.stored().otherRuns(disk), found::complete);
    return found;
  }

  @Override
  public CompletionStage<List<PendingUpload>> pending(Set<String> endedRuns) {
    CompletableFuture<List<PendingUpload>> found = new CompletableFuture<>();
    disk.read(() -> disk.stored().pending(endedRuns, PENDING_MAX), found::complete);
    return found;
  }

  @Override
  public CompletionStage<Void> note(List<TraceEntry> entries) {
    List<TraceEntry> noted = List.copyOf(entries);
    return write(true, () -> disk.stored().note(noted));
  }

  /** Nobody asks in a simulation; what is noted is read from {@link Stored}. */
  @Override
  public CompletionStage<List<TraceEntry>> find(Bytes prefix) {
    return CompletableFuture.failedStage(new UnsupportedOperationException("find"));
  }

  /** Nothing is forgotten: it is what a message's story is told from. */
  @Override
  public CompletionStage<Integer> forgetBefore(long unixMillis) {
    return CompletableFuture.completedStage(0);
  }

  /** Keeps that this queue has work, or has none any more; as often as it takes. */
  public void remember(String name, boolean work, Runnable then) {
    disk.write(
        true,
        false,
        () -> work ? disk.stored().remember(name) : disk.stored().forget(name),
        failure -> {
          if (failure == null) {
            then.run();
          } else {
            remember(name, work, then);
          }
        });
  }

  @Override
  public void close() {}
}
