package cmtp.persistence.content;

import cmtp.persistence.store.Durability;
import cmtp.persistence.store.WriteLane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives out content ids. They are reserved in blocks, on disk, before one of them is given out: the
 * highest id among the chunks proves nothing, because that content may have been deleted, or lost
 * in a power cut, while an event still names it as garbage; given out again, the new message would
 * be deleted for the old one.
 */
final class ContentIds {
  static final long BLOCK = 65_536;

  private final long first;
  private final AtomicLong next;
  private volatile long reserved;

  private ContentIds(long first, long reserved) {
    this.first = first;
    this.next = new AtomicLong(first);
    this.reserved = reserved;
  }

  static ContentIds open(WriteLane lane) throws SQLException {
    long first;
    try (WriteLane.Turn turn = lane.take(Durability.FULL);
        ResultSet row =
            turn.prepare("SELECT next_id FROM content_sequence WHERE one = 1").executeQuery()) {
      if (!row.next()) {
        throw new SQLException("content_sequence is empty");
      }
      first = row.getLong(1);
    }
    ContentIds ids = new ContentIds(first, first);
    ids.reserve(lane);
    return ids;
  }

  /** The lowest id of this run. */
  long first() {
    return first;
  }

  /**
   * @throws StoreOverloaded if all reserved ids are given out
   */
  long draw() {
    while (true) {
      long id = next.get();
      if (id >= reserved) {
        throw new StoreOverloaded("no content id is reserved");
      }
      if (next.compareAndSet(id, id + 1)) {
        return id;
      }
    }
  }

  boolean isLow() {
    return reserved - next.get() < BLOCK / 2;
  }

  /** Reserves a further block; waits for the disk. */
  void reserve(WriteLane lane) throws SQLException {
    long upTo = reserved + BLOCK;
    try (WriteLane.Turn turn = lane.take(Durability.FULL)) {
      turn.begin();
      PreparedStatement update =
          turn.prepare("UPDATE content_sequence SET next_id = ? WHERE one = 1");
      update.setLong(1, upTo);
      update.executeUpdate();
      turn.commit();
    }
    reserved = upTo;
  }
}
