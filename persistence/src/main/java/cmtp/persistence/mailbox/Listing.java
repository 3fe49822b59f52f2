package cmtp.persistence.mailbox;

import java.util.List;

/** What LIST answers about a box. */
public sealed interface Listing {

  /**
   * @param modseq of the mailbox now
   * @param rows by ascending modseq
   * @param vanished uids of messages deleted or moved away since what the client knew
   * @param more whether rows were cut by the limit; then the client asks again from the last row's
   *     modseq, with {@code modseq} of this page as what it knows
   */
  record Page(long modseq, List<Entry> rows, List<Long> vanished, boolean more) implements Listing {
    public Page {
      rows = List.copyOf(rows);
      vanished = List.copyOf(vanished);
    }
  }

  /**
   * Tombstones that the client needs are no longer kept, or it knows of changes that this mailbox
   * does not (its database was restored): the client must list from 0.
   */
  enum Resync implements Listing {
    NEEDED
  }
}
