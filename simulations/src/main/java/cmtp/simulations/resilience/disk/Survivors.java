package cmtp.simulations.resilience.disk;

import cmtp.simulations.resilience.disk.Recorded.Kind;
import cmtp.simulations.resilience.disk.Recording.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Which of the things done to a directory are on the disk after a power cut. What was synced is; of
 * the rest it is left to chance, sector by sector. For each sector that means: its content is the
 * synced one, or that of any later write, so writes may well appear in another order than they were
 * made. Names (created, renamed, removed files) are on the disk when their directory was synced; of
 * the rest some first ones are, for file systems keep these in order.
 */
final class Survivors {
  static final int SECTOR_BYTES = 512;
  private static final double[] CHANCES = {0.05, 0.5, 0.95};

  private final CutStyle style;
  private final Random random;
  private final double chance;
  private final Map<Long, Long> contentSynced = new HashMap<>();
  private final Map<String, Long> namesSynced = new HashMap<>();
  private long pendingContents;
  private long boundary;
  private long pendingNamesKept;

  private Survivors(CutStyle style, Random random) {
    this.style = style;
    this.random = random;
    this.chance = CHANCES[random.nextInt(CHANCES.length)];
  }

  /**
   * Something that survived.
   *
   * @param pieces what is there of a write; nothing for anything else
   */
  record Survivor(Recorded record, List<Piece> pieces) {
    Survivor {
      pieces = List.copyOf(pieces);
    }
  }

  /**
   * In the order in which they were done.
   *
   * @param syncsCount false for a disk that lies: whatever it said, nothing is synced
   */
  static List<Survivor> of(List<Recorded> done, CutStyle style, boolean syncsCount, Random random) {
    Survivors survivors = new Survivors(style, random);
    if (syncsCount) {
      done.forEach(survivors::noteSync);
    }
    return survivors.choose(done);
  }

  /** How many writes to each file are not synced; files that have none are left out. */
  static Map<Long, Long> unsynced(List<Recorded> done) {
    Survivors survivors = new Survivors(CutStyle.NOTHING, new Random(0));
    done.forEach(survivors::noteSync);
    return done.stream()
        .filter(one -> one.isContent() && !survivors.isSynced(one))
        .collect(Collectors.groupingBy(Recorded::file, Collectors.counting()));
  }

  private void noteSync(Recorded record) {
    if (record.kind() == Kind.SYNCED) {
      contentSynced.merge(record.file(), record.offset(), Math::max);
    } else if (record.kind() == Kind.NAMES_SYNCED) {
      namesSynced.merge(record.text(), record.offset(), Math::max);
    }
  }

  private boolean isSynced(Recorded record) {
    return record.isContent()
        ? record.number() < contentSynced.getOrDefault(record.file(), 0L)
        : record.number() < namesSynced.getOrDefault(record.folder(), 0L);
  }

  private List<Survivor> choose(List<Recorded> done) {
    pendingContents = done.stream().filter(one -> one.isContent() && !isSynced(one)).count();
    boundary = pendingContents == 0 ? 0 : (long) (random.nextDouble() * (pendingContents + 1));
    pendingNamesKept = namesKept(done.stream().filter(o -> o.isName() && !isSynced(o)).count());
    List<Survivor> survivors = new ArrayList<>();
    long content = 0;
    long name = 0;
    for (Recorded record : done) {
      if (record.isContent()) {
        List<Piece> pieces = isSynced(record) ? whole(record) : pending(record, content++);
        if (!pieces.isEmpty()) {
          survivors.add(new Survivor(record, pieces));
        }
      } else if (!record.isName() || isSynced(record) || name++ < pendingNamesKept) {
        survivors.add(new Survivor(record, List.of()));
      }
    }
    return survivors;
  }

  private long namesKept(long pending) {
    return switch (style) {
      case NOTHING -> 0;
      case EVERYTHING -> pending;
      default -> (long) (random.nextDouble() * (pending + 1));
    };
  }

  private static List<Piece> whole(Recorded record) {
    return List.of(new Piece(0, record.length()));
  }

  /**
   * @param turn how many unsynced ones came before it
   */
  private List<Piece> pending(Recorded record, long turn) {
    return switch (style) {
      case NOTHING -> List.of();
      case EVERYTHING -> whole(record);
      case PREFIX -> turn < boundary ? whole(record) : turn == boundary ? begun(record) : List.of();
      case SUFFIX -> turn >= boundary ? whole(record) : List.of();
      case SUBSET -> random.nextDouble() < chance ? whole(record) : List.of();
      case TORN -> sectors(record, 0);
    };
  }

  /** Its first sectors; a cut of the size is done or not. */
  private List<Piece> begun(Recorded record) {
    if (record.kind() == Kind.CUT) {
      return List.of();
    }
    long sectors = record.length() / SECTOR_BYTES;
    long end = aligned(record, (long) (random.nextDouble() * (sectors + 1)) * SECTOR_BYTES);
    return end > 0 ? List.of(new Piece(0, end)) : List.of();
  }

  private List<Piece> sectors(Recorded record, long first) {
    if (record.kind() == Kind.CUT) {
      return random.nextDouble() < chance ? whole(record) : List.of();
    }
    List<Piece> pieces = new ArrayList<>();
    long from = first;
    while (from < record.length()) {
      long to = Math.min(record.length(), aligned(record, from + SECTOR_BYTES));
      if (random.nextDouble() < chance) {
        pieces.add(new Piece(from, to));
      }
      from = to;
    }
    return pieces;
  }

  /** The sector's border at or before this byte of a write. */
  private static long aligned(Recorded record, long byteOfWrite) {
    long inFile = record.offset() + byteOfWrite;
    return Math.max(0, inFile - inFile % SECTOR_BYTES - record.offset());
  }
}
