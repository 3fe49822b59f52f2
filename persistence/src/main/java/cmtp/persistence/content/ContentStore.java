package cmtp.persistence.content;

import cmtp.protocol.Bytes;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Byte streams, each under an id that is never used twice. A stream is written as chunks in any
 * order and read as one: its bytes are those of chunk 0, 1, 2 and so on, each of any length up to
 * {@value #CHUNK_BYTES_MAX} (so a header may be written last).
 *
 * <p>What is written is seen at once and survives the process, but only what precedes a later
 * journal commit survives a power cut: the two share one write-ahead log, so an event that is
 * persisted after its content was acknowledged makes that content durable with one disk sync for
 * both. Until {@link #confirm} an upload is marked as pending, so that one whose owner never heard
 * of it can be found after a crash.
 *
 * <p>Stages complete on a thread of the store: callers go on with {@code ...Async} or send
 * themselves a message. They fail with {@link StoreOverloaded} at once when the queue is full (try
 * again later), with {@link StoreFailed} if the database fails (for a write, the outcome is
 * unknown; {@link #abort} is safe).
 */
public interface ContentStore extends AutoCloseable {
  int CHUNK_BYTES_MAX = 256 * 1024;
  int CHUNKS_MAX = 16_384;
  int READ_BYTES_MAX = 1024 * 1024;
  int PENDING_MAX = 1000;

  /** The name under which this run marks its uploads. */
  String run();

  /**
   * An id that no other stream has or had, in this process or any other on the same database.
   *
   * @throws StoreOverloaded if ids are drawn faster than the store can reserve them
   */
  long newId();

  /**
   * Writes one chunk. The first chunk written, whichever it is, marks the upload as pending.
   *
   * @param owner who will refer to this content: the persistence id of a mailbox or a queue, at
   *     most 1 KiB
   * @param chunkNo from 0, below {@value #CHUNKS_MAX}; each at most once
   * @param chunk 1 to {@value #CHUNK_BYTES_MAX} bytes
   * @throws IllegalArgumentException if an argument is out of bounds
   */
  CompletionStage<Void> append(long contentId, String owner, int chunkNo, Bytes chunk);

  /**
   * Reads from one stream; shorter than {@code length} only at its end, empty past it or if there
   * is no such stream.
   *
   * @param length 1 to {@value #READ_BYTES_MAX} bytes
   * @throws IllegalArgumentException if an argument is out of bounds
   */
  CompletionStage<Bytes> read(long contentId, long offset, int length);

  /**
   * Removes the marks of uploads whose owner has persisted a reference to them; never in a hurry.
   */
  CompletionStage<Void> confirm(Collection<Long> contentIds);

  /** Deletes an upload that nobody refers to, with its mark. */
  CompletionStage<Void> abort(long contentId);

  /** Deletes streams; those that do not exist are passed over. At most 1,000 ids. */
  CompletionStage<Void> delete(Collection<Long> contentIds);

  /**
   * Other runs, than this one, of which uploads are left that were neither confirmed nor aborted:
   * of earlier processes, and of those that share the database now. Ask for these first and only
   * then which processes live: one that began in between is not among these, so that none is
   * mistaken for ended. An empty name stands for runs before there were names, all ended.
   */
  CompletionStage<Set<String>> otherRuns();

  /**
   * Uploads that ended runs have left, at most {@value #PENDING_MAX} at a time. For each, the owner
   * is asked whether it holds the content; then {@link #confirm} or {@link #abort}.
   *
   * @param endedRuns of {@link #otherRuns}, those whose process has ended for certain
   */
  CompletionStage<List<PendingUpload>> pending(Set<String> endedRuns);

  /** Finishes what is queued, then refuses everything. */
  @Override
  void close();
}
