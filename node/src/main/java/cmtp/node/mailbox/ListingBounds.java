package cmtp.node.mailbox;

import cmtp.persistence.mailbox.Entry;
import cmtp.persistence.mailbox.Listing;
import java.util.List;

/** Keeps what LIST answers far below the largest message between processes. */
final class ListingBounds {
  static final int BYTES_MAX = 384 * 1024;

  private static final int ROW_BYTES = 256;
  private static final int NUMBER_BYTES = 9;
  private static final int CHAR_BYTES_MAX = 3;

  private ListingBounds() {}

  /** A page may end after any row: the client asks for more from there. */
  static Listing cut(Listing listing) {
    if (!(listing instanceof Listing.Page page)) {
      return listing;
    }
    List<Entry> rows = page.rows();
    int kept = 0;
    long sum = 0;
    while (kept < rows.size()) {
      sum += bytes(rows.get(kept));
      if (kept > 0 && sum > BYTES_MAX) {
        return new Listing.Page(page.modseq(), rows.subList(0, kept), page.vanished(), true);
      }
      kept++;
    }
    return page;
  }

  /** A little more rather than less. */
  private static long bytes(Entry entry) {
    long flags = entry.flags().names().stream().mapToLong(name -> 2L + name.length()).sum();
    return ROW_BYTES
        + (long) CHAR_BYTES_MAX * entry.source().length()
        + (long) NUMBER_BYTES * entry.sections().attachmentBytes().size()
        + flags;
  }
}
