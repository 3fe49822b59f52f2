package cmtp.persistence.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a cluster's processes in PostgreSQL, over one connection of its own: signs of life
 * must not wait behind the mail. Every call is one short transaction and fails when its time is up;
 * the next one connects again. For one thread at a time.
 *
 * <p>Rows lock each other out as PostgreSQL's do: who deletes a row that says something else by now
 * than what was seen, or beats on one that was deleted, changes nothing and is told so.
 */
public final class MemberTable implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MemberTable.class);

  /** Taken by whoever changes which cluster there is; not held while anything is waited for. */
  private static final long LOCK = 0x636d7470636c7573L;

  private static final List<String> CREATE =
      List.of(
          "CREATE TABLE IF NOT EXISTS cluster_epoch (id smallint PRIMARY KEY CHECK (id = 1),"
              + " epoch bigint NOT NULL)",
          "INSERT INTO cluster_epoch VALUES (1, 0) ON CONFLICT DO NOTHING",
          "CREATE TABLE IF NOT EXISTS cluster_member (incarnation bigint PRIMARY KEY,"
              + " address text COLLATE \"C\" NOT NULL, epoch bigint NOT NULL,"
              + " beat bigint NOT NULL, beat_at timestamptz NOT NULL, state text NOT NULL)");

  private static final String EPOCH = "SELECT epoch FROM cluster_epoch WHERE id = 1";
  private static final String ROWS =
      "SELECT incarnation, address, epoch, beat, state, greatest(0, (extract(epoch from"
          + " clock_timestamp() - beat_at) * 1000)::bigint) FROM cluster_member"
          + " ORDER BY address, incarnation";
  private static final String FORGET_ADDRESS =
      "DELETE FROM cluster_member WHERE address = ? AND incarnation <> ?";
  private static final String ANNOUNCE =
      "INSERT INTO cluster_member VALUES (?, ?, 0, 0, clock_timestamp(), 'WAITING')"
          + " ON CONFLICT (incarnation) DO UPDATE SET beat = cluster_member.beat + 1,"
          + " beat_at = clock_timestamp(), state = 'WAITING', epoch = 0";
  private static final String JOIN =
      "UPDATE cluster_member SET state = 'JOINING', epoch = ? WHERE incarnation = ?"
          + " AND (SELECT epoch FROM cluster_epoch WHERE id = 1) = ?"
          + " AND EXISTS (SELECT 1 FROM cluster_member other WHERE other.state = 'UP'"
          + " AND other.epoch = ? AND other.incarnation <> ?)";
  private static final String BEAT =
      "UPDATE cluster_member SET beat = beat + 1, beat_at = clock_timestamp(), state = ?"
          + " WHERE incarnation = ? AND epoch = ?"
          + " AND (SELECT epoch FROM cluster_epoch WHERE id = 1) = ?";
  private static final String LEAVE =
      "UPDATE cluster_member SET beat = beat + 1, beat_at = clock_timestamp(), state = 'LEAVING'"
          + " WHERE incarnation = ? AND NOT EXISTS (SELECT 1 FROM cluster_member other"
          + " WHERE other.state = 'LEAVING' AND other.epoch = cluster_member.epoch"
          + " AND other.incarnation <> cluster_member.incarnation"
          + " AND other.beat_at > clock_timestamp() - ? * interval '1 ms')";
  private static final String ADVANCE =
      "UPDATE cluster_epoch SET epoch = epoch + 1 WHERE id = 1 AND epoch = ?";
  private static final String OTHERS =
      "SELECT incarnation, beat FROM cluster_member WHERE epoch = ? AND state <> 'WAITING'"
          + " AND incarnation <> ? FOR UPDATE";
  private static final String FORGET_OTHERS =
      "DELETE FROM cluster_member WHERE state <> 'WAITING' AND incarnation <> ?";
  private static final String FOUND =
      "INSERT INTO cluster_member VALUES (?, ?, ?, 0, clock_timestamp(), 'UP')"
          + " ON CONFLICT (incarnation) DO UPDATE SET epoch = excluded.epoch, state = 'UP',"
          + " beat = cluster_member.beat + 1, beat_at = clock_timestamp()";
  private static final String REMOVE = "DELETE FROM cluster_member WHERE incarnation = ?";
  private static final String REMOVE_SILENT =
      "DELETE FROM cluster_member WHERE beat_at < clock_timestamp() - ? * interval '1 ms'";

  private final DataSource source;
  private final Duration patience;
  private Connection open;

  /**
   * @param source of connections that are made within a bounded time
   * @param patience longest time for one answer of the database
   */
  public MemberTable(DataSource source, Duration patience) {
    this.source = source;
    this.patience = patience;
  }

  /** What makes the tables where there are none; under the lock of those who migrate the schema. */
  public static List<String> createStatements() {
    return CREATE;
  }

  /**
   * Tells that this process looks around, and forgets earlier ones of its address: they are over,
   * for the address is held by this one.
   */
  public Members announce(long incarnation, String address) {
    return transaction(
        db -> {
          update(db, FORGET_ADDRESS, address, incarnation);
          update(db, ANNOUNCE, incarnation, address);
          return members(db);
        });
  }

  public Members look() {
    return transaction(MemberTable::members);
  }

  /**
   * Tells that this process is about to ask to be let into the cluster of {@code epoch}.
   *
   * @return false if that is not the newest cluster, or nobody of it is there; then it must not ask
   */
  public boolean join(long incarnation, long epoch) {
    return transaction(
        db -> {
          lock(db);
          return update(db, JOIN, epoch, incarnation, epoch, epoch, incarnation) == 1;
        });
  }

  /**
   * Makes this process the first of a new cluster, if still no other cluster has formed and nobody
   * but {@code dead} is in the last one, with those beats.
   *
   * @param dead incarnations, and the last beat seen of each
   * @return the new epoch; empty if the others have changed
   */
  public Optional<Long> form(long incarnation, String address, long epoch, Map<Long, Long> dead) {
    return transaction(
        db -> {
          lock(db);
          if (update(db, ADVANCE, epoch) == 0
              || !dead.entrySet().containsAll(others(db, epoch, incarnation).entrySet())) {
            db.rollback();
            return Optional.empty();
          }
          update(db, FORGET_OTHERS, incarnation);
          update(db, FOUND, incarnation, address, epoch + 1);
          return Optional.of(epoch + 1);
        });
  }

  /** A sign of life of a process that has joined, or is about to. */
  public Beat beat(long incarnation, long epoch, MemberState state) {
    return transaction(
        db -> {
          if (update(db, BEAT, state.name(), incarnation, epoch, epoch) == 1) {
            return Beat.NOTED;
          }
          return epoch(db) == epoch ? Beat.ROW_GONE : Beat.EPOCH_MOVED;
        });
  }

  /**
   * Tells that this process leaves its cluster from now on; it is the only one that does.
   *
   * @param lease silence after which one that was leaving is over
   * @return false if another one is leaving, or there is no such row; then it must wait
   */
  public boolean leave(long incarnation, Duration lease) {
    return transaction(
        db -> {
          lock(db);
          return update(db, LEAVE, incarnation, lease.toMillis()) == 1;
        });
  }

  public void remove(long incarnation) {
    transaction(db -> update(db, REMOVE, incarnation));
  }

  /** Forgets whoever has given no sign for so long; returns how many. */
  public int removeSilent(Duration since) {
    return transaction(db -> update(db, REMOVE_SILENT, since.toMillis()));
  }

  private static Members members(Connection db) throws SQLException {
    List<MemberRow> rows = new ArrayList<>();
    long epoch = epoch(db);
    try (Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery(ROWS)) {
      while (row.next()) {
        rows.add(
            new MemberRow(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(6),
                MemberState.valueOf(row.getString(5))));
      }
    }
    return new Members(epoch, rows);
  }

  private static long epoch(Connection db) throws SQLException {
    try (Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery(EPOCH)) {
      if (!row.next()) {
        throw new SQLException("the table cluster_epoch has lost its row");
      }
      return row.getLong(1);
    }
  }

  /** The beats of those in the cluster; what older clusters left behind counts for nothing. */
  private static Map<Long, Long> others(Connection db, long epoch, long incarnation)
      throws SQLException {
    Map<Long, Long> beats = new HashMap<>();
    try (PreparedStatement statement = db.prepareStatement(OTHERS)) {
      statement.setLong(1, epoch);
      statement.setLong(2, incarnation);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          beats.put(row.getLong(1), row.getLong(2));
        }
      }
    }
    return beats;
  }

  private static void lock(Connection db) throws SQLException {
    try (PreparedStatement statement = db.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
      statement.setLong(1, LOCK);
      statement.execute();
    }
  }

  private static int update(Connection db, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = db.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }

  private interface Work<T> {
    T in(Connection db) throws SQLException;
  }

  private <T> T transaction(Work<T> work) {
    try {
      Connection db = connected();
      T result = work.in(db);
      db.commit();
      return result;
    } catch (SQLException failed) {
      close();
      throw new MembersUnavailable(failed);
    }
  }

  private Connection connected() throws SQLException {
    if (open == null) {
      open = source.getConnection();
      open.setAutoCommit(false);
      open.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      open.setNetworkTimeout(Runnable::run, (int) patience.toMillis());
      try (Statement statement = open.createStatement()) {
        statement.execute("SET statement_timeout = " + patience.toMillis() / 2);
        statement.execute("SET idle_in_transaction_session_timeout = " + patience.toMillis());
      }
      open.commit();
    }
    return open;
  }

  /** Lets go of the connection; the next call would make another. */
  @Override
  public void close() {
    Connection closing = open;
    open = null;
    if (closing == null) {
      return;
    }
    try {
      closing.close();
    } catch (SQLException broken) {
      LOG.debug("closing a broken connection: {}", broken.toString());
    }
  }
}
