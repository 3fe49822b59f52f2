package cmtp.node.delivery;

import cmtp.protocol.Bytes;
import java.util.concurrent.CompletionStage;

/** The bytes of queued messages. */
@FunctionalInterface
public interface MailSource {

  /**
   * Shorter than asked for only if there is no more; completes on any thread.
   *
   * @param length 1 byte to 1 MiB
   */
  CompletionStage<Bytes> read(long contentId, long offset, int length);
}
