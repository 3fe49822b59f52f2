package cmtp.node.ops;

import cmtp.protocol.Bytes;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

/** All that an import needs of the content store. */
public interface ImportedContents {
  /** Largest piece that {@link #append} takes. */
  int PIECE_BYTES_MAX = 256 * 1024;

  long newId();

  /**
   * @param owner the mailbox that will be asked, after a crash, whether it holds the content
   */
  CompletionStage<?> append(long contentId, String owner, int pieceNo, Bytes piece);

  /** The mailbox has them: they are not swept. At most 1,000. */
  CompletionStage<?> confirm(Collection<Long> contentIds);

  /** Nobody will own them. At most 1,000. */
  CompletionStage<?> delete(Collection<Long> contentIds);
}
