package cmtp.persistence.content;

import cmtp.persistence.store.Database;
import cmtp.persistence.store.EntityIds;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.Bytes;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The contents, and the trace beside them, in the database of the journal. Close it before its
 * {@link Database}.
 */
public final class JdbcContentStore implements ContentStore {
  private static final int OWNER_BYTES_MAX = 1024;
  private static final int IDS_MAX = 1000;
  private static final int RUN_LENGTH_MAX = 64;

  private final String run;
  private final WriteQueue queue;
  private final ContentReader reader;
  private final TraceStore trace;
  private final EntityIds entityIds;
  private final ContentIds ids;
  private final Clock clock;
  private final Thread writer;

  /** Guards {@link #closed}: offers share it, so that none can come after the writer's stop. */
  private final ReadWriteLock closing = new ReentrantReadWriteLock();

  private boolean closed;

  private JdbcContentStore(
      Database database, String run, ContentSettings settings, ContentIds ids, Clock clock) {
    this.run = run;
    this.queue = new WriteQueue(settings);
    this.reader = new ContentReader(database, settings);
    this.trace = new JdbcTraceStore(this::offer, reader);
    this.entityIds = new JdbcEntityIds(reader);
    this.ids = ids;
    this.clock = clock;
    this.writer =
        new Thread(new ContentWriter(database, run, queue, ids, settings), "cmtp-content-write");
    writer.setDaemon(true);
  }

  /**
   * @param run a name that no other run has on the same database; 1 to {@value #RUN_LENGTH_MAX}
   *     characters
   * @param clock gives the times of upload marks
   * @throws StoreFailed if the database fails
   */
  public static JdbcContentStore open(
      Database database, String run, ContentSettings settings, Clock clock) {
    if (run.isEmpty() || run.length() > RUN_LENGTH_MAX) {
      throw new IllegalArgumentException("no name for a run: " + run);
    }
    try {
      ContentIds ids = ContentIds.open(database);
      JdbcContentStore content = new JdbcContentStore(database, run, settings, ids, clock);
      content.writer.start();
      return content;
    } catch (SQLException failed) {
      throw new StoreFailed(database.describe(failed), failed);
    }
  }

  @Override
  public String run() {
    return run;
  }

  @Override
  public long newId() {
    return ids.draw();
  }

  @Override
  public CompletionStage<Void> append(long contentId, String owner, int chunkNo, Bytes chunk) {
    ContentKeys.of(contentId, chunkNo);
    if (chunk.isEmpty() || chunk.length() > CHUNK_BYTES_MAX) {
      throw new IllegalArgumentException("a chunk of " + chunk.length() + " bytes");
    }
    if (owner.getBytes(StandardCharsets.UTF_8).length > OWNER_BYTES_MAX) {
      throw new IllegalArgumentException("an owner of " + owner.length() + " characters");
    }
    return offer(
            new WriteOperation.Append(
                contentId, owner, chunkNo, chunk, clock.millis(), new CompletableFuture<>()))
        .done();
  }

  @Override
  public CompletionStage<Bytes> read(long contentId, long offset, int length) {
    ContentKeys.first(contentId);
    if (offset < 0 || length < 1 || length > READ_BYTES_MAX) {
      throw new IllegalArgumentException("can't read " + length + " bytes at " + offset);
    }
    return reader.read(contentId, offset, length);
  }

  @Override
  public CompletionStage<Void> confirm(Collection<Long> contentIds) {
    return offer(new WriteOperation.Confirm(bounded(contentIds), new CompletableFuture<>())).done();
  }

  @Override
  public CompletionStage<Void> abort(long contentId) {
    return delete(List.of(contentId));
  }

  @Override
  public CompletionStage<Void> delete(Collection<Long> contentIds) {
    return offer(new WriteOperation.Delete(bounded(contentIds), new CompletableFuture<>())).done();
  }

  private static List<Long> bounded(Collection<Long> contentIds) {
    if (contentIds.size() > IDS_MAX) {
      throw new IllegalArgumentException(contentIds.size() + " ids at once");
    }
    contentIds.forEach(ContentKeys::first);
    return List.copyOf(contentIds);
  }

  @Override
  public CompletionStage<Set<String>> otherRuns() {
    return reader.run(
        statements -> {
          Set<String> runs = UploadMarks.runs(statements);
          runs.remove(run);
          return runs;
        });
  }

  @Override
  public CompletionStage<List<PendingUpload>> pending(Set<String> endedRuns) {
    if (endedRuns.contains(run)) {
      throw new IllegalArgumentException("this run has not ended");
    }
    Set<String> runs = Set.copyOf(endedRuns);
    return reader.run(statements -> UploadMarks.of(statements, runs));
  }

  /** What became of messages; closed with this store. */
  public TraceStore trace() {
    return trace;
  }

  /** Which entities the journal knows; closed with this store. */
  public EntityIds entityIds() {
    return entityIds;
  }

  /** Returns the operation, whose stage has failed if there is no room for it. */
  private <T extends WriteOperation> T offer(T operation) {
    closing.readLock().lock();
    try {
      if (closed) {
        throw new StoreOverloaded("the store is closed");
      }
      queue.offer(operation);
    } catch (StoreOverloaded refused) {
      operation.done().completeExceptionally(refused);
    } finally {
      closing.readLock().unlock();
    }
    return operation;
  }

  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      queue.offer(new WriteOperation.Stop(new CompletableFuture<>()));
    } finally {
      closing.writeLock().unlock();
    }
    reader.close();
    try {
      writer.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
