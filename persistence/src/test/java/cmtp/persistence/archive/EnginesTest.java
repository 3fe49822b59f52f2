package cmtp.persistence.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.engine.Place;
import cmtp.persistence.engine.PostgresMailStore;
import cmtp.persistence.engine.PostgresPlace;
import cmtp.persistence.engine.PostgresSettings;
import cmtp.persistence.engine.SqlitePlace;
import cmtp.persistence.store.StoreUnavailable;
import cmtp.persistence.testing.TestPostgres;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceKind;
import cmtp.protocol.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive of one engine is the same as that of any other with the same mail. */
class EnginesTest {
  @TempDir Path folder;
  private Path store;
  private byte[] archive;

  @BeforeEach
  void fill() throws Exception {
    store = folder.resolve("store");
    FilledStore.make(store, 20);
    archive = Archives.of(store);
  }

  private Place postgres(String name) {
    return new PostgresPlace(folder.resolve(name), TestPostgres.shared().freshDatabase());
  }

  private static byte[] archiveOf(Place place) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (StoreView view = place.view()) {
      StoreArchive.write(Archives.HEADER, List.of(Archives.KEY), view, bytes, written -> {});
    }
    return bytes.toByteArray();
  }

  private static void restore(byte[] archive, Place place) throws Exception {
    try (Place.Filling filling = place.fill(Clock.systemUTC())) {
      filling.loader().load(new ByteArrayInputStream(archive), filling::keep, read -> {});
      filling.complete();
    }
  }

  @Test
  void archivesGoFromEachEngineToEach() throws Exception {
    Place first = postgres("first");
    Place second = postgres("second");
    Place third = new SqlitePlace(folder.resolve("third"));
    Place fourth = new SqlitePlace(folder.resolve("fourth"));

    restore(archive, first);
    restore(archiveOf(first), second);
    restore(archiveOf(second), third);
    restore(archiveOf(third), fourth);

    for (Place place : List.of(first, second, third, fourth)) {
      assertArrayEquals(archive, archiveOf(place), place.describe());
      assertEquals(List.of(Archives.KEY), place.files());
    }
  }

  @Test
  void rowsGoFromEngineToEngineDirectly() throws Exception {
    Place target = postgres("direct");
    try (StoreView view = new SqlitePlace(store).view();
        Place.Filling filling = target.fill(Clock.systemUTC())) {
      filling.loader().load(view, rows -> {});
      filling.complete();
    }

    assertArrayEquals(archive, archiveOf(target));
  }

  @Test
  void aRestoredServerIsSoundAndTakesMore() throws Exception {
    PostgresSettings settings = TestPostgres.shared().freshDatabase();
    Place place = new PostgresPlace(folder.resolve("more"), settings);
    restore(archive, place);

    try (PostgresMailStore more =
        PostgresMailStore.open(folder.resolve("more"), settings, "run", Clock.systemUTC())) {
      TraceEntry entry =
          new TraceEntry(
              FilledStore.message(1, 0, 1).mid(), 5, TraceKind.QUEUED, "b", "", Bytes.EMPTY);
      more.trace().note(List.of(entry)).toCompletableFuture().join();
      assertTrue(more.contents().newId() >= 65_536);
      try (Connection connection = more.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            "INSERT INTO event_journal (persistence_id, sequence_number, writer, event_ser_id,"
                + " event_ser_manifest, event_payload) VALUES ('new', 1, 'w', 13, 'AA', '')");
        try (ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM event_journal WHERE ordering >="
                    + " (SELECT ordering FROM event_journal WHERE persistence_id = 'new')")) {
          row.next();
          assertEquals(1, row.getInt(1));
        }
      }
    }
    try (StoreView view = place.view()) {
      assertTrue(Verification.of(view, read -> {}).isSound());
    }
  }

  @Test
  void aServerWithMailIsNotRestoredOver() throws Exception {
    Place place = postgres("over");
    restore(archive, place);

    assertThrows(StoreUnavailable.class, () -> place.fill(Clock.systemUTC()));
  }

  @Test
  void aServerInUseIsNotRestoredInto() throws Exception {
    PostgresSettings settings = TestPostgres.shared().freshDatabase();
    try (PostgresMailStore node =
        PostgresMailStore.open(folder.resolve("node"), settings, "run", Clock.systemUTC())) {
      assertTrue(node.describe().startsWith("PostgreSQL"));
      Place place = new PostgresPlace(folder.resolve("other"), settings);
      assertThrows(StoreUnavailable.class, () -> place.fill(Clock.systemUTC()));
    }
  }

  @Test
  void nothingOfADamagedArchiveIsLeftOnAServer() throws Exception {
    Place place = postgres("damaged");
    archive[archive.length - 60] ^= 1;

    assertThrows(DamagedArchive.class, () -> restore(archive, place));

    archive[archive.length - 60] ^= 1;
    restore(archive, place);
    assertArrayEquals(archive, archiveOf(place));
  }
}
