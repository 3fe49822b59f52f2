package cmtp.node.delivery;

import cmtp.protocol.Bytes;
import java.util.concurrent.CompletionStage;

/** Where the bytes of reports go: all that delivery needs of the content store to write. */
public interface ReportContents {

  /**
   * Stores a whole message; the stage gives its content id. Until {@link #confirm} it is marked as
   * pending for {@code owner}, the persistence id of a mailbox.
   *
   * @param message at most 64 KiB
   */
  CompletionStage<Long> writeReport(String owner, Bytes message);

  /** The owner refers to it. */
  void confirmReport(long contentId);

  /** Nobody refers to it. */
  void abortReport(long contentId);
}
