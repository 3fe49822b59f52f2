package cmtp.node.mailbox;

import java.util.Collection;
import java.util.concurrent.CompletionStage;

/** All that a mailbox needs of the content store. */
@FunctionalInterface
public interface ContentDeletion {

  /** Deletes contents; those that are gone already are passed over. At most 1,000 ids. */
  CompletionStage<?> delete(Collection<Long> contentIds);
}
