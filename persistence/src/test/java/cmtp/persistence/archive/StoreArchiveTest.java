package cmtp.persistence.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.store.SqliteFile;
import cmtp.persistence.store.SqliteStore;
import cmtp.persistence.store.StoreSettings;
import cmtp.persistence.store.StoreUnavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreArchiveTest {
  @TempDir Path folder;

  private Path filled() throws SQLException {
    Path store = folder.resolve("store");
    FilledStore.make(store, 20);
    return store;
  }

  @Test
  void restoresEveryRowAsItWas() throws Exception {
    Path store = filled();
    Path copy = folder.resolve("copy");

    List<KeptFile> files = Archives.restore(Archives.of(store), copy);

    assertEquals(Archives.rows(store), Archives.rows(copy));
    assertEquals(List.of(Archives.KEY), files);
  }

  @Test
  void writesTheSameOfARestoredStore() throws Exception {
    Path store = filled();
    Path copy = folder.resolve("copy");
    byte[] archive = Archives.of(store);

    Archives.restore(archive, copy);

    assertArrayEquals(archive, Archives.of(copy));
  }

  @Test
  void aRestoredStoreTakesMoreEvents() throws Exception {
    Path copy = folder.resolve("copy");
    Archives.restore(Archives.of(filled()), copy);

    try (FilledStore again = new FilledStore(copy)) {
      again.event(
          "Directory|example.org",
          2,
          new cmtp.persistence.directory.DirectoryEvent.AccountListed(
              new cmtp.protocol.address.AccountName("eve"), 1));
    }

    assertTrue(Archives.verify(copy).isSound());
  }

  @Test
  void readsBesideTheStoreThatHoldsTheLock() throws Exception {
    Path store = folder.resolve("store");
    byte[] archive;
    try (FilledStore open = new FilledStore(store)) {
      open.fill(5);
      archive = Archives.of(store);
    }

    assertTrue(Archives.verify(archive).isSound());
  }

  @Test
  void seesOneMomentHoweverLongItReads() throws Exception {
    Path store = folder.resolve("store");
    try (FilledStore open = new FilledStore(store);
        StoreView before = StoreView.sqlite(store)) {
      open.fill(5);

      int[] rows = new int[1];
      before.copyTo(row -> rows[0] += row.table() == Table.SEQUENCE ? 0 : 1);

      assertEquals(0, rows[0]);
    }
  }

  @Test
  void noticesAFlippedBitWhereverItIs() throws Exception {
    byte[] archive = Archives.of(filled());
    Random random = new Random(7);
    for (int i = 0; i < 400; i++) {
      // The first and the last bytes each, the rest by chance.
      int at =
          i < 100 ? i : i < 200 ? archive.length - 1 - (i - 100) : random.nextInt(archive.length);
      byte[] damaged = archive.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));

      assertThrows(DamagedArchive.class, () -> Archives.verify(damaged), "byte " + at);
    }
  }

  @Test
  void noticesAMissingEndWhereverItBegins() throws Exception {
    byte[] archive = Archives.of(filled());
    Random random = new Random(8);
    for (int i = 0; i < 200; i++) {
      int length =
          i < 60 ? i : i < 120 ? archive.length - 1 - (i - 60) : random.nextInt(archive.length);

      byte[] cut = Arrays.copyOf(archive, length);

      assertThrows(DamagedArchive.class, () -> Archives.verify(cut), "length " + length);
    }
  }

  @Test
  void noticesWhatFollowsTheEnd() throws Exception {
    byte[] archive = Archives.of(filled());
    byte[] longer = Arrays.copyOf(archive, archive.length + 1);

    assertThrows(DamagedArchive.class, () -> Archives.verify(longer));
  }

  @Test
  void leavesNothingOfADamagedArchive() throws Exception {
    byte[] archive = Archives.of(filled());
    archive[archive.length - 60] ^= 1;
    Path copy = folder.resolve("copy");

    assertThrows(DamagedArchive.class, () -> Archives.restore(archive, copy));

    assertFalse(Files.exists(copy.resolve("mail.db")));
    SqliteStore.open(copy, StoreSettings.DEFAULT, Clock.systemUTC()).close();
  }

  @Test
  void refusesToRestoreOverAStore() throws Exception {
    Path store = filled();
    byte[] archive = Archives.of(store);

    assertThrows(StoreUnavailable.class, () -> Archives.restore(archive, store));
  }

  @Test
  void anInterruptedRestoreIsNoStore() throws Exception {
    Path copy = folder.resolve("copy");
    begunAndKilled(copy);

    assertThrows(
        StoreUnavailable.class,
        () -> SqliteStore.open(copy, StoreSettings.DEFAULT, Clock.systemUTC()));
    assertThrows(StoreUnavailable.class, () -> StoreView.sqlite(copy));
  }

  @Test
  void anInterruptedRestoreIsDoneAgain() throws Exception {
    byte[] archive = Archives.of(filled());
    Path copy = folder.resolve("copy");
    begunAndKilled(copy);

    Archives.restore(archive, copy);

    assertTrue(Archives.verify(copy).isSound());
  }

  /** What a killed process leaves: the files without the end. */
  private void begunAndKilled(Path copy) throws Exception {
    Path beside = folder.resolve("begun");
    try (SqliteFile store = SqliteFile.create(beside, Clock.systemUTC())) {
      assertFalse(store.connection().getAutoCommit());
      Files.createDirectories(copy);
      Files.copy(beside.resolve("mail.db.restoring"), copy.resolve("mail.db.restoring"));
    }
  }

  @Test
  void writesAFileForItsOwnerOnlyAndOnlyWhole() throws Exception {
    Path file = folder.resolve("backup");

    assertThrows(
        IOException.class,
        () ->
            ArchiveFile.write(
                file,
                false,
                out -> {
                  out.write(1);
                  throw new IOException("disk full");
                }));
    assertFalse(Files.exists(file));
    ArchiveFile.write(file, false, out -> 0);

    assertEquals(
        "rw-------",
        java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertThrows(
        java.nio.file.FileAlreadyExistsException.class,
        () -> ArchiveFile.write(file, false, out -> 0));
    ArchiveFile.write(file, true, out -> 0);
  }

  @Test
  void tellsWhatAnArchiveIsWithoutReadingIt() throws Exception {
    byte[] archive = Archives.of(filled());

    assertEquals(Archives.HEADER, StoreArchive.header(new ByteArrayInputStream(archive)));
  }
}
