package cmtp.persistence.archive;

import cmtp.persistence.store.SqliteFile;
import cmtp.protocol.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Archives in memory, and stores made of them. */
final class Archives {
  static final ArchiveHeader HEADER =
      new ArchiveHeader(
          ArchiveHeader.Kind.STORE, "test/1", "sqlite", 2, 1_750_000_000_000L, List.of("a.org"));
  static final KeptFile KEY = new KeptFile("server.key", Bytes.utf8("secret\n"));

  private Archives() {}

  static byte[] of(Path directory) throws IOException, SQLException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (StoreView view = StoreView.sqlite(directory)) {
      StoreArchive.write(HEADER, List.of(KEY), view, bytes, written -> {});
    }
    return bytes.toByteArray();
  }

  static List<KeptFile> restore(byte[] archive, Path directory) throws IOException, SQLException {
    List<KeptFile> files = new ArrayList<>();
    try (SqliteFile store = SqliteFile.create(directory, Clock.systemUTC());
        StoreLoader loader = new StoreLoader(store.connection())) {
      loader.load(new ByteArrayInputStream(archive), files::add, read -> {});
      store.complete();
    }
    return files;
  }

  static Report verify(byte[] archive) throws IOException, SQLException {
    return Verification.of(new ByteArrayInputStream(archive), read -> {});
  }

  static Report verify(Path directory) throws IOException, SQLException {
    try (StoreView view = StoreView.sqlite(directory)) {
      return Verification.of(view, read -> {});
    }
  }

  /** All rows of a store, in an archive's order. */
  static List<Row> rows(Path directory) throws IOException, SQLException {
    List<Row> rows = new ArrayList<>();
    try (StoreView view = StoreView.sqlite(directory)) {
      view.copyTo(rows::add);
    }
    return rows;
  }

  /** Does to a closed store what no node would. */
  static void damage(Path directory, String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("mail.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }
}
