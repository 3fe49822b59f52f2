package cmtp.persistence.content;

import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The trace, written and read by the threads of the content store. */
final class JdbcTraceStore implements TraceStore {
  private static final int ENTRIES_MAX = 1000;
  private static final int PREFIX_BYTES_MIN = 4;

  private final Consumer<WriteOperation> writer;
  private final ContentReader reader;

  /**
   * @param writer takes an operation, or fails its stage
   */
  JdbcTraceStore(Consumer<WriteOperation> writer, ContentReader reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public CompletionStage<Void> note(List<TraceEntry> entries) {
    if (entries.isEmpty() || entries.size() > ENTRIES_MAX) {
      throw new IllegalArgumentException(entries.size() + " entries at once");
    }
    WriteOperation.Note note =
        new WriteOperation.Note(List.copyOf(entries), new CompletableFuture<>());
    writer.accept(note);
    return note.done();
  }

  @Override
  public CompletionStage<List<TraceEntry>> find(Bytes prefix) {
    if (prefix.length() < PREFIX_BYTES_MIN || prefix.length() > MessageId.BYTES) {
      throw new IllegalArgumentException("a prefix of " + prefix.length() + " bytes");
    }
    return reader.run(db -> TraceRows.find(db, prefix));
  }

  @Override
  public CompletionStage<Integer> forgetBefore(long unixMillis) {
    WriteOperation.Forget forget = new WriteOperation.Forget(unixMillis, new CompletableFuture<>());
    writer.accept(forget);
    return forget.done();
  }
}
