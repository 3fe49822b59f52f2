package cmtp.persistence.store;

import cmtp.protocol.Bytes;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The server's sealed keys in the database of a cluster. Methods block; each is one transaction, on
 * stable storage when it returns. A failure leaves the outcome unknown: each may be done again.
 */
public final class SealedKeyTable {
  /** What makes the table. */
  public static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE server_key"
              + " (slot TEXT COLLATE \"C\" PRIMARY KEY, sealed BYTEA NOT NULL)");

  /** The key in use, and the one that is to replace it. */
  public enum Slot {
    CURRENT,
    NEXT
  }

  private static final String READ = "SELECT sealed FROM server_key WHERE slot = ?";
  private static final String ADD =
      "INSERT INTO server_key (slot, sealed) VALUES (?, ?) ON CONFLICT DO NOTHING";
  private static final String REPLACE = "UPDATE server_key SET sealed = ? WHERE slot = ?";
  private static final String REMOVE = "DELETE FROM server_key WHERE slot = ?";

  private final DataSource database;

  public SealedKeyTable(DataSource database) {
    this.database = database;
  }

  public Optional<Bytes> read(Slot slot) throws IOException {
    return with(connection -> read(connection, slot));
  }

  /**
   * Puts a key where none is.
   *
   * @return the key that is there now: this one, or that of whoever came first
   */
  public Bytes add(Slot slot, Bytes sealed) throws IOException {
    return with(connection -> add(connection, slot, sealed));
  }

  /** This key becomes the current one, and there is no next one any more. */
  public void promote(Bytes sealed) throws IOException {
    with(
        connection -> {
          connection.setAutoCommit(false);
          try {
            promote(connection, sealed);
            connection.commit();
          } catch (SQLException failed) {
            connection.rollback();
            throw failed;
          } finally {
            connection.setAutoCommit(true);
          }
          return sealed;
        });
  }

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T with(Work<T> work) throws IOException {
    try (Connection connection = database.getConnection()) {
      return work.on(connection);
    } catch (SQLException failed) {
      throw new IOException("the server key is in a database that fails: " + failed, failed);
    }
  }

  private static Optional<Bytes> read(Connection connection, Slot slot) throws SQLException {
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      read.setString(1, slot.name());
      try (ResultSet row = read.executeQuery()) {
        return row.next() ? Optional.of(Bytes.wrap(row.getBytes(1))) : Optional.empty();
      }
    }
  }

  private static Bytes add(Connection connection, Slot slot, Bytes sealed) throws SQLException {
    try (PreparedStatement add = connection.prepareStatement(ADD)) {
      add.setString(1, slot.name());
      add.setBytes(2, sealed.toArray());
      add.executeUpdate();
    }
    return read(connection, slot).orElse(sealed);
  }

  private static void promote(Connection connection, Bytes sealed) throws SQLException {
    try (PreparedStatement replace = connection.prepareStatement(REPLACE);
        PreparedStatement remove = connection.prepareStatement(REMOVE)) {
      replace.setBytes(1, sealed.toArray());
      replace.setString(2, Slot.CURRENT.name());
      replace.executeUpdate();
      remove.setString(1, Slot.NEXT.name());
      remove.executeUpdate();
    }
  }
}
