package cmtp.simulations.resilience.ledger;

import static cmtp.simulations.resilience.ledger.Mids.acknowledged;
import static cmtp.simulations.resilience.ledger.Mids.mid;
import static cmtp.simulations.resilience.ledger.Mids.tried;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("ledger");
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    List<LedgerEntry> entries =
        List.of(
            new LedgerEntry.Opened(1, Mids.ALICE),
            tried(2, 1),
            new LedgerEntry.Refused(3, mid(1), false, "the disk is full: try later"),
            new LedgerEntry.Refused(4, mid(2), true, ""),
            new LedgerEntry.FaultBegan(5, 7, "a.test", "kill of node 1 after 3 ms"),
            new LedgerEntry.FaultEnded(6, 7),
            new LedgerEntry.Whole(8, 7),
            acknowledged(-7, 1));
    try (Ledger ledger = Ledger.create(file())) {
      ledger.append(entries.subList(0, 3));
      ledger.append(entries.subList(3, entries.size()));
      assertEquals(entries, Ledger.read(file()), "before it is closed");
    }
    assertEquals(entries, Ledger.read(file()));
  }

  @Test
  void aReasonOfSeveralLinesStaysOneEntry() throws IOException {
    try (Ledger ledger = Ledger.create(file())) {
      ledger.append(List.of(new LedgerEntry.Refused(3, mid(1), false, "one\nopened 1 x@y")));
    }
    assertEquals(
        List.of(new LedgerEntry.Refused(3, mid(1), false, "one opened 1 x@y")),
        Ledger.read(file()));
  }

  @Test
  void writersAtTheSameTimeLoseNothing() throws IOException {
    try (Ledger ledger = Ledger.create(file())) {
      IntStream.range(0, 500).parallel().forEach(i -> ledger.append(List.of(tried(i, i))));
      List<LedgerEntry> read = Ledger.read(file());
      assertEquals(500, read.size());
      assertEquals(500, new HashSet<>(read).size());
    }
  }

  @Test
  void aLastLineWithoutEndDoesNotCount() throws IOException {
    try (Ledger ledger = Ledger.create(file())) {
      ledger.append(List.of(tried(1, 1)));
    }
    Files.writeString(file(), "acknowledged 2 ", StandardOpenOption.APPEND);
    assertEquals(List.of(tried(1, 1)), Ledger.read(file()));
  }

  @Test
  void aLineThatIsNoEntryIsNotPassedOver() throws IOException {
    for (String line : List.of("", "tried 1", "acknowledged x y", "refused 1 " + mid(1) + " so")) {
      Files.writeString(file(), line + "\n");
      assertThrows(IOException.class, () -> Ledger.read(file()), line);
    }
  }

  @Test
  void doesNotTouchAnotherRunsLedger() throws IOException {
    Files.writeString(file(), "mine");
    assertThrows(FileAlreadyExistsException.class, () -> Ledger.create(file()));
    assertEquals("mine", Files.readString(file()));
  }
}
