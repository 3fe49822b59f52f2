package cmtp.persistence.content;

import cmtp.persistence.store.Database;
import cmtp.persistence.store.Durability;
import cmtp.persistence.store.WriteTurn;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Gives out content ids. They are reserved in blocks, on disk, before one of them is given out: the
 * highest id among the chunks proves nothing, because that content may have been deleted, or lost
 * in a power cut, while an event still names it as garbage; given out again, the new message would
 * be deleted for the old one. Processes that share a database take turns in reserving, so that each
 * has blocks of its own.
 */
final class ContentIds {
  static final long BLOCK = 65_536;

  private static final String TAKE =
      "UPDATE content_sequence SET next_id = next_id + ? WHERE one = 1";
  private static final String TAKEN = "SELECT next_id FROM content_sequence WHERE one = 1";

  private final Deque<Long> blocks = new ArrayDeque<>();
  private long given;

  private ContentIds() {}

  static ContentIds open(Database database) throws SQLException {
    ContentIds ids = new ContentIds();
    ids.reserve(database);
    return ids;
  }

  /**
   * @throws StoreOverloaded if all reserved ids are given out
   */
  synchronized long draw() {
    if (blocks.isEmpty()) {
      throw new StoreOverloaded("no content id is reserved");
    }
    long id = blocks.peek() + given++;
    if (given == BLOCK) {
      blocks.remove();
      given = 0;
    }
    return id;
  }

  synchronized boolean isLow() {
    return blocks.size() * BLOCK - given < BLOCK / 2;
  }

  /** Reserves a further block; waits for the disk. */
  void reserve(Database database) throws SQLException {
    long behind;
    try (WriteTurn turn = database.take(Durability.FULL)) {
      turn.begin();
      behind = takeBlock(turn);
      turn.commit();
    }
    synchronized (this) {
      blocks.add(behind - BLOCK);
    }
  }

  /** The row stays locked until the commit, so that what is read is what this process wrote. */
  private static long takeBlock(WriteTurn turn) throws SQLException {
    PreparedStatement take = turn.prepare(TAKE);
    take.setLong(1, BLOCK);
    if (take.executeUpdate() != 1) {
      throw new SQLException("content_sequence is empty");
    }
    try (ResultSet row = turn.prepare(TAKEN).executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
