package cmtp.node;

import cmtp.node.delivery.MailSource;
import cmtp.node.delivery.ReportContents;
import cmtp.node.mailbox.ContentDeletion;
import cmtp.node.ops.ImportedContents;
import cmtp.node.session.ContentAccess;
import cmtp.node.session.ContentSink;
import cmtp.persistence.content.ContentStore;
import cmtp.persistence.content.PendingUpload;
import cmtp.persistence.content.StoreOverloaded;
import cmtp.protocol.Bytes;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The content store, as sessions, mailboxes, queues and connections see it. */
public final class StoredContent
    implements ContentAccess,
        ContentDeletion,
        MailSource,
        ReportContents,
        ImportedContents,
        UploadSweeper.Uploads {
  private final ContentStore store;
  private final Duration longestUpload;
  private final Clock clock;

  /**
   * @param longestUpload so long another process of this node may be in the middle of an upload;
   *     zero if there is no other process
   */
  public StoredContent(ContentStore store, Duration longestUpload, Clock clock) {
    this.store = store;
    this.longestUpload = longestUpload;
    this.clock = clock;
  }

  @Override
  public ContentSink open(String owner) {
    return new Sink(store, store.newId(), owner);
  }

  @Override
  public CompletionStage<Bytes> read(long contentId, long offset, int length) {
    return store.read(contentId, offset, length);
  }

  @Override
  public CompletionStage<?> delete(Collection<Long> contentIds) {
    return store.delete(contentIds);
  }

  @Override
  public long newId() {
    return store.newId();
  }

  @Override
  public CompletionStage<?> append(long contentId, String owner, int pieceNo, Bytes piece) {
    return store.append(contentId, owner, pieceNo, piece);
  }

  @Override
  public CompletionStage<?> confirm(Collection<Long> contentIds) {
    return store.confirm(contentIds);
  }

  @Override
  public CompletionStage<Long> writeReport(String owner, Bytes message) {
    long contentId;
    try {
      contentId = store.newId();
    } catch (StoreOverloaded full) {
      return CompletableFuture.failedStage(full);
    }
    return store.append(contentId, owner, 0, message).thenApply(done -> contentId);
  }

  @Override
  public void confirmReport(long contentId) {
    store.confirm(List.of(contentId));
  }

  @Override
  public void abortReport(long contentId) {
    store.abort(contentId);
  }

  @Override
  public CompletionStage<Map<String, Set<Long>>> pending() {
    return store.otherRuns().thenCompose(store::pending).thenApply(this::byOwner);
  }

  /** Those of which nobody can be in the middle any more. */
  private Map<String, Set<Long>> byOwner(List<PendingUpload> uploads) {
    long beforeMs = clock.millis() - longestUpload.toMillis();
    return uploads.stream()
        .filter(upload -> upload.startedMs() <= beforeMs)
        .collect(
            Collectors.groupingBy(
                PendingUpload::owner,
                Collectors.mapping(PendingUpload::contentId, Collectors.toSet())));
  }

  @Override
  public CompletionStage<?> confirm(Set<Long> contentIds) {
    return store.confirm(contentIds);
  }

  @Override
  public CompletionStage<?> abort(Set<Long> contentIds) {
    CompletionStage<?> all = CompletableFuture.completedStage(null);
    for (long contentId : contentIds) {
      all = all.thenCombine(store.abort(contentId), (before, now) -> now);
    }
    return all;
  }

  private static final class Sink implements ContentSink {
    private final ContentStore store;
    private final long contentId;
    private final String owner;
    private int chunks;

    Sink(ContentStore store, long contentId, String owner) {
      this.store = store;
      this.contentId = contentId;
      this.owner = owner;
    }

    @Override
    public long contentId() {
      return contentId;
    }

    @Override
    public CompletionStage<?> write(Bytes piece) {
      return store.append(contentId, owner, chunks++, piece);
    }

    @Override
    public void confirm() {
      store.confirm(List.of(contentId));
    }

    @Override
    public void abort() {
      if (chunks > 0) {
        store.abort(contentId);
      }
    }
  }
}
