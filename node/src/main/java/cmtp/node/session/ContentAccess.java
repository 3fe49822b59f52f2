package cmtp.node.session;

import cmtp.protocol.Bytes;
import java.util.concurrent.CompletionStage;

/** All that a session knows of the content store. */
public interface ContentAccess {

  /**
   * Opens a sink for a new message.
   *
   * @param owner the mailbox that will be asked, after a crash, whether it holds the content
   */
  ContentSink open(String owner);

  /**
   * Reads a slice of a stored message.
   *
   * @param length at most 1 MiB
   */
  CompletionStage<Bytes> read(long contentId, long offset, int length);
}
