package cmtp.persistence.content;

import cmtp.persistence.store.Db;
import cmtp.persistence.store.SqliteErrors;
import cmtp.persistence.store.SqliteStore;
import cmtp.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads contents, and what lies beside them, on a few threads of its own. */
final class ContentReader {
  private static final int PENDING_MAX = 1000;
  private static final String LENGTHS =
      "SELECT key, length(data) FROM content_chunk WHERE key BETWEEN ? AND ? ORDER BY key";
  private static final String CHUNKS =
      "SELECT data FROM content_chunk WHERE key BETWEEN ? AND ? ORDER BY key";
  private static final String PENDING =
      "SELECT content_id, owner, started_ms FROM content_upload WHERE content_id < ?"
          + " ORDER BY content_id LIMIT "
          + PENDING_MAX;

  /** What is read from one connection. */
  interface Query<T> {
    T on(Db db) throws SQLException;
  }

  /** Where in which chunk a read begins. */
  private record Start(long key, int offset) {}

  private final SqliteStore store;
  private final ThreadPoolExecutor threads;

  ContentReader(SqliteStore store, ContentSettings settings) {
    this.store = store;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            settings.readThreads(),
            settings.readThreads(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.readQueueMax()),
            work -> thread(work, number.incrementAndGet()));
  }

  private static Thread thread(Runnable work, int number) {
    Thread thread = new Thread(work, "cmtp-content-read-" + number);
    thread.setDaemon(true);
    return thread;
  }

  CompletableFuture<Bytes> read(long contentId, long offset, int length) {
    return run(db -> read(db, contentId, offset, length));
  }

  CompletableFuture<List<PendingUpload>> pendingBelow(long contentId) {
    return run(db -> pendingBelow(db, contentId));
  }

  <T> CompletableFuture<T> run(Query<T> query) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      threads.execute(() -> complete(result, query));
    } catch (RejectedExecutionException full) {
      result.completeExceptionally(new StoreOverloaded("too many reads wait"));
    }
    return result;
  }

  private <T> void complete(CompletableFuture<T> result, Query<T> query) {
    T found;
    try {
      found = ask(query);
    } catch (SQLException failed) {
      result.completeExceptionally(
          new StoreFailed(SqliteErrors.describe(failed, store.file()), failed));
      return;
    } catch (RuntimeException | Error failed) {
      result.completeExceptionally(failed);
      throw failed;
    }
    result.complete(found);
  }

  private <T> T ask(Query<T> query) throws SQLException {
    Db db = store.readers().borrow();
    T found;
    try {
      found = query.on(db);
    } catch (SQLException | RuntimeException | Error failed) {
      store.readers().discard(db);
      throw failed;
    }
    store.readers().giveBack(db);
    return found;
  }

  private static Bytes read(Db db, long contentId, long offset, int length) throws SQLException {
    long last = ContentKeys.last(contentId);
    Start start =
        offset == 0 ? new Start(ContentKeys.first(contentId), 0) : start(db, contentId, offset);
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(Math.min(length, ContentStore.CHUNK_BYTES_MAX));
    PreparedStatement chunks = db.prepare(CHUNKS);
    chunks.setLong(1, start.key());
    chunks.setLong(2, last);
    try (ResultSet rows = chunks.executeQuery()) {
      int skip = start.offset();
      while (bytes.size() < length && rows.next()) {
        byte[] chunk = rows.getBytes(1);
        bytes.write(chunk, skip, Math.min(chunk.length - skip, length - bytes.size()));
        skip = 0;
      }
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  /** Sums lengths, which are read without the chunks; past the end no key is left. */
  private static Start start(Db db, long contentId, long offset) throws SQLException {
    PreparedStatement lengths = db.prepare(LENGTHS);
    lengths.setLong(1, ContentKeys.first(contentId));
    lengths.setLong(2, ContentKeys.last(contentId));
    try (ResultSet rows = lengths.executeQuery()) {
      long before = 0;
      while (rows.next()) {
        int length = rows.getInt(2);
        if (offset < before + length) {
          return new Start(rows.getLong(1), (int) (offset - before));
        }
        before += length;
      }
    }
    return new Start(ContentKeys.last(contentId) + 1, 0);
  }

  private static List<PendingUpload> pendingBelow(Db db, long contentId) throws SQLException {
    PreparedStatement query = db.prepare(PENDING);
    query.setLong(1, contentId);
    List<PendingUpload> uploads = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        uploads.add(new PendingUpload(rows.getLong(1), rows.getString(2), rows.getLong(3)));
      }
    }
    return uploads;
  }

  void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
