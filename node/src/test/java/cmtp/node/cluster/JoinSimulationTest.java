package cmtp.node.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.cluster.Beat;
import cmtp.persistence.cluster.MemberRow;
import cmtp.persistence.cluster.MemberState;
import cmtp.persistence.cluster.Members;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that start, die, stop, are cut off from each other and from the database, over virtual
 * time in steps of a heartbeat. What decides is the real thing; rows and cluster are stand-ins.
 *
 * <p>The invariant: when a process forms a cluster, every process of an older one that is awake and
 * reaches the database ends with its next beat; and none of them beats under the old epoch again.
 */
class JoinSimulationTest {
  private static final Pace PACE =
      new Pace(java.time.Duration.ofSeconds(1), java.time.Duration.ofSeconds(15));
  private static final long LEASE_MS = PACE.lease().toMillis();
  private static final int STEPS = 4_000;
  private static final int PLACES = 5;

  /** The rows, with the conditions of {@code MemberTable}'s statements. */
  private static final class Rows {
    private final Map<Long, MemberRow> rows = new TreeMap<>();
    private final Map<Long, Long> beatAt = new TreeMap<>();
    private long epoch;
    private long now;

    private void put(long id, String address, long ofEpoch, MemberState state) {
      MemberRow before = rows.get(id);
      long beat = before == null ? 0 : before.beat() + 1;
      rows.put(id, new MemberRow(id, address, ofEpoch, beat, 0, state));
      beatAt.put(id, now);
    }

    Members announce(long id, String address) {
      rows.values().removeIf(row -> row.address().equals(address) && row.incarnation() != id);
      put(id, address, 0, MemberState.WAITING);
      return look();
    }

    Members look() {
      List<MemberRow> found = new ArrayList<>();
      for (MemberRow row : rows.values()) {
        long silent = now - beatAt.get(row.incarnation());
        found.add(
            new MemberRow(
                row.incarnation(), row.address(), row.epoch(), row.beat(), silent, row.state()));
      }
      return new Members(epoch, found);
    }

    boolean join(long id, long ofEpoch) {
      boolean somebody =
          rows.values().stream()
              .anyMatch(
                  row ->
                      row.state() == MemberState.UP
                          && row.epoch() == ofEpoch
                          && row.incarnation() != id);
      if (epoch != ofEpoch || !somebody || !rows.containsKey(id)) {
        return false;
      }
      put(id, rows.get(id).address(), ofEpoch, MemberState.JOINING);
      return true;
    }

    Optional<Long> form(long id, String address, long expected, Map<Long, Long> dead) {
      boolean others =
          rows.values().stream()
              .filter(row -> row.epoch() == expected && row.state() != MemberState.WAITING)
              .filter(row -> row.incarnation() != id)
              .anyMatch(row -> !Long.valueOf(row.beat()).equals(dead.get(row.incarnation())));
      if (epoch != expected || others) {
        return Optional.empty();
      }
      epoch++;
      rows.values().removeIf(row -> row.state() != MemberState.WAITING && row.incarnation() != id);
      put(id, address, epoch, MemberState.UP);
      return Optional.of(epoch);
    }

    Beat beat(long id, long ofEpoch, MemberState state) {
      MemberRow row = rows.get(id);
      if (epoch != ofEpoch) {
        return Beat.EPOCH_MOVED;
      }
      if (row == null || row.epoch() != ofEpoch) {
        return Beat.ROW_GONE;
      }
      put(id, row.address(), ofEpoch, state);
      return Beat.NOTED;
    }
  }

  private enum Phase {
    WAITING,
    JOINING,
    MEMBER
  }

  /** A process; what it asks of another one takes a moment and may be seen only after its death. */
  private final class Starter {
    final long id;
    final int place;
    Phase phase = Phase.WAITING;
    long epoch;
    MemberWatch watch = MemberWatch.begin(PACE.gapMaxMs());
    List<String> asks = List.of();
    long stoppedUntil;

    Starter(long id, int place) {
      this.id = id;
      this.place = place;
    }

    String address() {
      return "node" + place + ":1";
    }

    /**
     * @return whether it lives on
     */
    boolean step() {
      if (stoppedUntil > now) {
        return true;
      }
      if (!reachesDatabase(this)) {
        watch = watch.interrupted();
        return true;
      }
      return switch (phase) {
        case WAITING -> waiting();
        case JOINING -> joining();
        case MEMBER -> rows.beat(id, epoch, MemberState.UP) == Beat.NOTED;
      };
    }

    private boolean waiting() {
      watch = watch.look(rows.announce(id, address()), now);
      JoinDecision decision = JoinDecision.waiting(watch, id, LEASE_MS);
      if (decision instanceof JoinDecision.JoinThrough join && rows.join(id, join.epoch())) {
        phase = Phase.JOINING;
        epoch = join.epoch();
        asks = join.addresses();
      } else if (decision instanceof JoinDecision.Form form) {
        rows.form(id, address(), form.epoch(), form.dead())
            .ifPresent(
                formed -> {
                  phase = Phase.MEMBER;
                  epoch = formed;
                  formations++;
                  noteOlder(formed);
                });
      }
      return true;
    }

    private boolean joining() {
      if (rows.beat(id, epoch, MemberState.JOINING) != Beat.NOTED) {
        return false;
      }
      watch = watch.look(rows.look(), now);
      JoinDecision decision = JoinDecision.joining(watch, id, epoch, LEASE_MS);
      if (decision instanceof JoinDecision.JoinThrough join) {
        asks = join.addresses();
      }
      return !(decision instanceof JoinDecision.End);
    }

    /** Is let in by a reachable member that it asks; nobody is let into another cluster. */
    void arrive() {
      if (phase != Phase.JOINING || stoppedUntil > now) {
        return;
      }
      for (Starter other : alive) {
        if (asks.contains(other.address())
            && other.phase == Phase.MEMBER
            && other.stoppedUntil <= now
            && reach(this, other)) {
          assertEquals(epoch, other.epoch, this + " is let into another cluster");
          phase = Phase.MEMBER;
          return;
        }
      }
    }

    @Override
    public String toString() {
      return "process " + id + " at " + place + " " + phase + " of " + epoch;
    }
  }

  private Random random;
  private Rows rows;
  private long now;
  private long nextId;
  private long formations;
  private boolean databaseAway;
  private final List<Starter> alive = new ArrayList<>();
  private final Set<Integer> withoutDatabase = new HashSet<>();
  private int[] side;

  private boolean reachesDatabase(Starter starter) {
    return !databaseAway && !withoutDatabase.contains(starter.place);
  }

  private boolean reach(Starter one, Starter other) {
    return side[one.place] == side[other.place];
  }

  /** Nobody who is awake and reaches the database may be of an older cluster that still beats. */
  private void noteOlder(long formed) {
    for (Starter other : alive) {
      if (other.phase != Phase.WAITING && other.epoch < formed) {
        boolean fresh = other.stoppedUntil <= now - LEASE_MS && reachesDatabase(other);
        assertTrue(
            !fresh || justBack(other),
            () -> other + " lives and beats, and cluster " + formed + " forms");
      }
    }
  }

  private final Map<Integer, Long> databaseSince = new TreeMap<>();

  /** It has had no beat yet since the database is there for it. */
  private boolean justBack(Starter other) {
    return now - databaseSince.getOrDefault(other.place, 0L) <= PACE.heartbeat().toMillis();
  }

  private void start(int place) {
    if (alive.stream().noneMatch(one -> one.place == place)) {
      alive.add(new Starter(++nextId, place));
    }
  }

  private Starter anyone() {
    return alive.get(random.nextInt(alive.size()));
  }

  private void fault() {
    switch (random.nextInt(9)) {
      case 0, 1 -> start(random.nextInt(PLACES));
      case 2 -> alive.removeIf(one -> random.nextInt(3) == 0);
      case 3 -> side = random.ints(PLACES, 0, 3).toArray();
      case 4 -> side = new int[PLACES];
      case 5 -> databaseAway = !databaseAway && random.nextBoolean();
      case 6 -> withoutDatabase.add(random.nextInt(PLACES));
      case 7 -> withoutDatabase.clear();
      default -> {
        if (!alive.isEmpty()) {
          anyone().stoppedUntil = now + random.nextInt(60_000);
        }
      }
    }
    noteDatabase();
  }

  private void noteDatabase() {
    for (int place = 0; place < PLACES; place++) {
      if (databaseAway || withoutDatabase.contains(place)) {
        databaseSince.put(place, now);
      }
    }
  }

  /** All who beat are of one cluster, the newest. */
  private void step() {
    now += PACE.heartbeat().toMillis();
    rows.now = now;
    noteDatabase();
    List<Starter> order = new ArrayList<>(alive);
    java.util.Collections.shuffle(order, random);
    for (Starter one : order) {
      boolean lives = one.step();
      if (!lives) {
        alive.remove(one);
        rows.rows.remove(one.id);
      } else if (one.phase != Phase.WAITING && one.stoppedUntil <= now && reachesDatabase(one)) {
        assertEquals(rows.epoch, one.epoch, () -> one + " beats beside cluster " + rows.epoch);
      }
      one.arrive();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void neverFormsAClusterBesideALivingOne(long seed) {
    begin(seed);
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(10) == 0) {
        fault();
      }
      step();
    }
    assertTrue(formations > 1, "seed " + seed + ": nothing happened");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void allComeIntoOneClusterOnceTheFaultsAreOver(long seed) {
    begin(seed);
    for (int step = 0; step < 500; step++) {
      if (random.nextInt(5) == 0) {
        fault();
      }
      step();
    }
    side = new int[PLACES];
    databaseAway = false;
    withoutDatabase.clear();
    for (int step = 0; step < 180; step++) {
      for (int place = 0; place < PLACES; place++) {
        start(place);
      }
      step();
    }
    assertEquals(PLACES, alive.size());
    for (Starter one : alive) {
      assertEquals(Phase.MEMBER, one.phase, () -> "seed " + seed + ": " + one);
      assertEquals(rows.epoch, one.epoch, () -> "seed " + seed + ": " + one);
    }
  }

  private void begin(long seed) {
    random = new Random(seed);
    rows = new Rows();
    side = new int[PLACES];
    for (int place = 0; place < PLACES; place++) {
      start(place);
    }
  }
}
