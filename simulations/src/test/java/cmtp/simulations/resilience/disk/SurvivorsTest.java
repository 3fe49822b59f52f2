package cmtp.simulations.resilience.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.simulations.resilience.disk.Recorded.Kind;
import cmtp.simulations.resilience.disk.Recording.Piece;
import cmtp.simulations.resilience.disk.Survivors.Survivor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SurvivorsTest {
  private static final int SEEDS = 200;
  private final List<Recorded> done = new ArrayList<>();

  private void add(Kind kind, long file, long offset, long length, String text) {
    done.add(new Recorded(done.size(), kind, done.size(), file, offset, length, 0, text));
  }

  private void write(long file, long offset, long length) {
    add(Kind.WRITTEN, file, offset, length, "");
  }

  private void sync(long file, long begun) {
    add(Kind.SYNCED, file, begun, 0, "");
  }

  private List<Survivor> writes(CutStyle style, boolean syncsCount, long seed) {
    return Survivors.of(done, style, syncsCount, new Random(seed)).stream()
        .filter(one -> one.record().isContent())
        .toList();
  }

  private Set<Long> numbers(CutStyle style, boolean syncsCount, long seed) {
    Set<Long> numbers = new HashSet<>();
    writes(style, syncsCount, seed).forEach(one -> numbers.add(one.record().number()));
    return numbers;
  }

  @Test
  void whatWasSyncedIsAlwaysThereWhole() {
    write(1, 0, 4096);
    sync(1, 1);
    write(1, 0, 4096);
    for (CutStyle style : CutStyle.values()) {
      for (int seed = 0; seed < SEEDS; seed++) {
        Survivor first = writes(style, true, seed).get(0);
        assertEquals(0, first.record().number(), style::toString);
        assertEquals(List.of(new Piece(0, 4096)), first.pieces());
      }
    }
  }

  @Test
  void aSyncCoversOnlyWhatWasWrittenBeforeItBegan() {
    write(1, 0, 10);
    write(1, 10, 10);
    sync(1, 1);
    assertEquals(Set.of(0L), numbers(CutStyle.NOTHING, true, 1));
  }

  @Test
  void countsWhatIsNotSynced() {
    write(1, 0, 10);
    write(1, 10, 10);
    write(2, 0, 10);
    write(3, 0, 10);
    sync(1, 1);
    sync(3, 4);
    assertEquals(Map.of(1L, 1L, 2L, 1L), Survivors.unsynced(done));
  }

  @Test
  void aSyncOfAnotherFileCoversNothing() {
    write(1, 0, 10);
    sync(2, 1);
    assertEquals(Set.of(), numbers(CutStyle.NOTHING, true, 1));
  }

  @Test
  void onADiskThatLiesNothingIsSynced() {
    write(1, 0, 10);
    sync(1, 1);
    assertEquals(Set.of(), numbers(CutStyle.NOTHING, false, 1));
    assertEquals(Set.of(0L), numbers(CutStyle.NOTHING, true, 1));
  }

  @Test
  void everySubsetOfWholeWritesComesAbout() {
    write(1, 0, 10);
    write(1, 10, 10);
    write(2, 0, 10);
    Set<Set<Long>> seen = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      seen.add(numbers(CutStyle.SUBSET, true, seed));
    }
    assertEquals(8, seen.size(), seen::toString);
  }

  @Test
  void aPrefixKeepsTheOrderAndTearsItsLastAtASector() {
    for (int i = 0; i < 5; i++) {
      write(1, i * 4120L + 100, 4120);
    }
    boolean torn = false;
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Survivor> kept = writes(CutStyle.PREFIX, true, seed);
      for (int i = 0; i < kept.size(); i++) {
        assertEquals(i, kept.get(i).record().number());
        Piece piece = kept.get(i).pieces().get(0);
        if (piece.to() < 4120) {
          assertEquals(kept.size() - 1, i, "only the last is torn");
          assertEquals(0, (kept.get(i).record().offset() + piece.to()) % Survivors.SECTOR_BYTES);
          torn = true;
        }
      }
    }
    assertTrue(torn);
  }

  @Test
  void aSuffixHasOnlyTheNewest() {
    for (int i = 0; i < 5; i++) {
      write(1, i * 10L, 10);
    }
    Set<Integer> sizes = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Survivor> kept = writes(CutStyle.SUFFIX, true, seed);
      sizes.add(kept.size());
      for (int i = 0; i < kept.size(); i++) {
        assertEquals(5 - kept.size() + i, kept.get(i).record().number());
      }
    }
    assertEquals(Set.of(0, 1, 2, 3, 4, 5), sizes);
  }

  @Test
  void tornWritesLoseSectorsInTheMiddle() {
    write(1, 0, 8 * Survivors.SECTOR_BYTES);
    boolean hole = false;
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Survivor> kept = writes(CutStyle.TORN, true, seed);
      List<Piece> pieces = kept.isEmpty() ? List.of() : kept.get(0).pieces();
      for (Piece piece : pieces) {
        assertEquals(0, piece.from() % Survivors.SECTOR_BYTES);
        assertEquals(Survivors.SECTOR_BYTES, piece.to() - piece.from());
      }
      for (int i = 1; i < pieces.size(); i++) {
        hole |= pieces.get(i).from() > pieces.get(i - 1).to();
      }
    }
    assertTrue(hole);
  }

  @Test
  void namesAreOnTheDiskInTheirOrderAndAllThatWereSynced() {
    add(Kind.CREATED, 1, 0, 0, "a");
    add(Kind.NAMES_SYNCED, 0, 1, 0, "");
    add(Kind.CREATED, 2, 0, 0, "b");
    add(Kind.RENAMED, 0, 0, 0, "b\0c");
    Set<Long> counts = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Survivor> names =
          Survivors.of(done, CutStyle.SUBSET, true, new Random(seed)).stream()
              .filter(one -> one.record().isName())
              .toList();
      counts.add((long) names.size());
      assertEquals("a", names.get(0).record().text());
      assertTrue(names.size() < 2 || names.get(1).record().text().equals("b"));
    }
    assertEquals(Set.of(1L, 2L, 3L), counts);
  }

  @Test
  void aFileThatIsSeldomWrittenIsMetAsOften() {
    for (int i = 0; i < 1000; i++) {
      write(1, i, 1);
    }
    write(2, 0, 1);
    for (int i = 0; i < 1000; i++) {
      write(1, i, 1);
    }
    Recording recording = new Recording(Path.of("none"), done);
    int behindIt = 0;
    Set<Boolean> halves = new HashSet<>();
    Random random = new Random(1);
    for (int i = 0; i < SEEDS; i++) {
      int moment = recording.moment(random);
      behindIt += moment == 1001 ? 1 : 0;
      halves.add(moment < 1001);
      assertTrue(moment >= 0 && moment <= done.size());
    }
    assertTrue(behindIt > SEEDS / 10 && behindIt < SEEDS / 2, "met " + behindIt + " times");
    assertEquals(Set.of(true, false), halves);
  }

  @Test
  void namesOfAFolderAreSyncedWithThatFolder() {
    add(Kind.CREATED, 1, 0, 0, "sub/a");
    add(Kind.NAMES_SYNCED, 0, 1, 0, "");
    long kept =
        Survivors.of(done, CutStyle.NOTHING, true, new Random(1)).stream()
            .filter(one -> one.record().isName())
            .count();
    assertEquals(0, kept);
  }
}
