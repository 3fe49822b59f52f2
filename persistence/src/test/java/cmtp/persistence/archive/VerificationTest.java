package cmtp.persistence.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.mailbox.MailboxState;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
  @TempDir Path store;

  @BeforeEach
  void fill() throws Exception {
    FilledStore.make(store, 12);
  }

  /** The store, and an archive of it, have this one problem. */
  private void finds(Problem.Weight weight, String what, String... damage) throws Exception {
    Archives.damage(store, damage);
    for (Report report :
        new Report[] {Archives.verify(store), Archives.verify(Archives.of(store))}) {
      assertEquals(1, report.problems().size(), report.problems().toString());
      assertEquals(weight, report.problems().get(0).weight());
      assertTrue(report.problems().get(0).what().contains(what), report.problems().toString());
      assertEquals(weight == Problem.Weight.WARNING, report.isSound());
    }
  }

  @Test
  void aStoreAsANodeLeavesItIsSound() throws Exception {
    Report report = Archives.verify(store);

    assertEquals(0, report.errors() + report.warnings(), report.problems().toString());
    assertEquals(5, report.entities());
    assertEquals(17, report.contents());
    assertEquals(report, Archives.verify(Archives.of(store)));
  }

  @Test
  void aMissingContent() throws Exception {
    finds(
        Problem.Weight.ERROR,
        "content 3 of message",
        "DELETE FROM content_chunk WHERE key >> 14 = 3");
  }

  @Test
  void theLastContentOfAllMissing() throws Exception {
    finds(
        Problem.Weight.ERROR,
        "RemoteDomain|example.net: content 2000",
        "DELETE FROM content_chunk WHERE key >> 14 = 2000");
  }

  @Test
  void aMissingChunkInTheMiddle() throws Exception {
    finds(
        Problem.Weight.ERROR,
        "has no chunk 1",
        "DELETE FROM content_chunk WHERE key = (3 << 14) + 1");
  }

  @Test
  void aMissingLastChunk() throws Exception {
    finds(
        Problem.Weight.ERROR,
        "bytes instead of",
        "DELETE FROM content_chunk WHERE key ="
            + " (SELECT max(key) FROM content_chunk WHERE key >> 14 = 3)");
  }

  @Test
  void aWrongByteInABody() throws Exception {
    finds(
        Problem.Weight.ERROR,
        "its bytes have changed",
        "UPDATE content_chunk SET data = CAST(substr(data, 1, length(data) - 1) || x'00' AS BLOB)"
            + " WHERE key = (4 << 14) + 1");
  }

  @Test
  void aWrongByteInAHeader() throws Exception {
    finds(
        Problem.Weight.ERROR,
        "its bytes have changed",
        "UPDATE content_chunk SET data = CAST(substr(data, 1, 25) || 'x' || substr(data, 27)"
            + " AS BLOB) WHERE key = 4 << 14");
  }

  @Test
  void aGapInTheJournal() throws Exception {
    finds(
        Problem.Weight.ERROR,
        "events 5 to 6 are missing",
        "DELETE FROM event_journal WHERE persistence_id = '"
            + FilledStore.ANN
            + "' AND sequence_number IN (5, 6)",
        "DELETE FROM content_chunk WHERE key >> 14 BETWEEN 1 AND 16"); // not judged without a state
  }

  @Test
  void eventsThatAreGoneWithoutASnapshot() throws Exception {
    finds(
        Problem.Weight.ERROR,
        "no snapshot stands for them",
        "DELETE FROM snapshot",
        "DELETE FROM event_journal WHERE persistence_id = '"
            + FilledStore.ANN
            + "' AND sequence_number < 3",
        "DELETE FROM content_chunk WHERE key >> 14 BETWEEN 1 AND 16");
  }

  @Test
  void eventsThatASnapshotStandsForMayBeGone() throws Exception {
    Archives.damage(
        store,
        "DELETE FROM event_journal WHERE persistence_id = '"
            + FilledStore.ANN
            + "' AND sequence_number < 5",
        "UPDATE event_journal SET deleted = 1, event_payload = x'' WHERE persistence_id = '"
            + FilledStore.ANN
            + "' AND sequence_number = 5");

    assertEquals(0, Archives.verify(store).errors());
  }

  @Test
  void anEventThatCannotBeRead() throws Exception {
    finds(
        Problem.Weight.ERROR,
        "event 4 can't be read",
        "UPDATE event_journal SET event_payload = x'0102' WHERE persistence_id = '"
            + FilledStore.ANN
            + "' AND sequence_number = 4",
        "DELETE FROM content_chunk WHERE key >> 14 BETWEEN 1 AND 16");
  }

  @Test
  void anEventOfANewerVersion() throws Exception {
    finds(
        Problem.Weight.ERROR,
        "unknown stored form 'ZZ9'",
        "UPDATE event_journal SET event_ser_manifest = 'ZZ9' WHERE persistence_id ="
            + " 'Directory|example.org'");
  }

  @Test
  void aSnapshotAheadOfItsEvents() throws Exception {
    finds(
        Problem.Weight.ERROR,
        "is ahead of the last event",
        "UPDATE snapshot SET sequence_number = 1000 WHERE persistence_id = '"
            + FilledStore.ANN
            + "'");
  }

  @Test
  void aSnapshotThatItsEventsDoNotLeadTo() throws Exception {
    Archives.damage(store, "DELETE FROM snapshot WHERE persistence_id = '" + FilledStore.ANN + "'");
    try (FilledStore open = new FilledStore(store)) {
      open.snapshot(FilledStore.ANN, 5, MailboxState.EMPTY);
    }

    finds(Problem.Weight.ERROR, "the snapshot at 5 is not what its events lead to");
  }

  @Test
  void anOrphan() throws Exception {
    finds(
        Problem.Weight.WARNING,
        "1 contents (2 bytes) belong to nobody, the first of them is 700",
        "INSERT INTO content_chunk VALUES (700 << 14, x'0102')");
  }

  @Test
  void anUploadWithoutItsMarkIsAnOrphan() throws Exception {
    finds(Problem.Weight.WARNING, "the first of them is 900", "DELETE FROM content_upload");
  }

  @Test
  void contentIdsThatWouldBeGivenOutAgain() throws Exception {
    finds(
        Problem.Weight.ERROR,
        "would be given out again",
        "UPDATE content_sequence SET next_id = 2000");
  }

  @Test
  void aContentOfTwoMailboxes() throws Exception {
    finds(
        Problem.Weight.ERROR,
        "is referred to as two messages",
        "INSERT INTO event_journal (deleted, persistence_id, sequence_number, writer,"
            + " write_timestamp, adapter_manifest, event_payload, event_ser_id,"
            + " event_ser_manifest) SELECT 0, 'Mailbox|zoe@example.org', sequence_number, 'w', 7,"
            + " '', event_payload, event_ser_id, event_ser_manifest FROM event_journal WHERE"
            + " persistence_id = '"
            + FilledStore.ANN
            + "' AND sequence_number < 3");
  }

  @Test
  void aDamagedDatabaseFile() throws Exception {
    Archives.damage(
        store, "PRAGMA writable_schema = ON", "DELETE FROM sqlite_master WHERE name = 'trace_mid'");

    Report report = Archives.verify(store);

    assertTrue(report.errors() > 0);
    assertTrue(report.problems().get(0).what().startsWith("the database file: "));
  }
}
