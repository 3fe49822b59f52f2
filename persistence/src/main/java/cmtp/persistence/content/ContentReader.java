package cmtp.persistence.content;

import cmtp.persistence.store.Database;
import cmtp.persistence.store.Statements;
import cmtp.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads contents, and what lies beside them, on a few threads of its own. */
final class ContentReader {
  /** Rows that are asked for are all sent, and lie in memory together. */
  private static final int CHUNKS_AT_ONCE = 16;

  private static final String LENGTHS =
      "SELECT key, length(data) FROM content_chunk WHERE key BETWEEN ? AND ? ORDER BY key";
  private static final String CHUNKS =
      "SELECT key, data FROM content_chunk WHERE key BETWEEN ? AND ? ORDER BY key LIMIT "
          + CHUNKS_AT_ONCE;

  /** Where in which chunk a read begins. */
  private record Start(long key, int offset) {}

  private final Database database;
  private final ThreadPoolExecutor threads;

  ContentReader(Database database, ContentSettings settings) {
    this.database = database;
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

  <T> CompletableFuture<T> run(Database.Query<T> query) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      threads.execute(() -> complete(result, query));
    } catch (RejectedExecutionException full) {
      result.completeExceptionally(new StoreOverloaded("too many reads wait"));
    }
    return result;
  }

  private <T> void complete(CompletableFuture<T> result, Database.Query<T> query) {
    T found;
    try {
      found = database.read(query);
    } catch (SQLException failed) {
      result.completeExceptionally(new StoreFailed(database.describe(failed), failed));
      return;
    } catch (RuntimeException | Error failed) {
      result.completeExceptionally(failed);
      throw failed;
    }
    result.complete(found);
  }

  private static Bytes read(Statements db, long contentId, long offset, int length)
      throws SQLException {
    long last = ContentKeys.last(contentId);
    Start start =
        offset == 0 ? new Start(ContentKeys.first(contentId), 0) : start(db, contentId, offset);
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(Math.min(length, ContentStore.CHUNK_BYTES_MAX));
    PreparedStatement chunks = db.prepare(CHUNKS);
    long from = start.key();
    int skip = start.offset();
    int rowsSeen = CHUNKS_AT_ONCE;
    while (bytes.size() < length && rowsSeen == CHUNKS_AT_ONCE) {
      chunks.setLong(1, from);
      chunks.setLong(2, last);
      rowsSeen = 0;
      try (ResultSet rows = chunks.executeQuery()) {
        while (bytes.size() < length && rows.next()) {
          byte[] chunk = rows.getBytes(2);
          bytes.write(chunk, skip, Math.min(chunk.length - skip, length - bytes.size()));
          skip = 0;
          from = rows.getLong(1) + 1;
          rowsSeen++;
        }
      }
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  /** Sums lengths, which are read without the chunks; past the end no key is left. */
  private static Start start(Statements db, long contentId, long offset) throws SQLException {
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
