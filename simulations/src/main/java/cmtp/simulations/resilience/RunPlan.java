package cmtp.simulations.resilience;

import cmtp.simulations.resilience.fault.FaultKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a run does.
 *
 * @param count of faults
 * @param mailboxes in each domain
 * @param perSecond messages, all together; 0 for as many as are taken
 * @param largePercent how many messages of a hundred are large
 * @param cutsEach how many power cuts are made of one recording
 * @param lyingDisk whether syncs do nothing
 */
record RunPlan(
    Shape shape,
    List<FaultKind> kinds,
    int count,
    long seed,
    int writers,
    int mailboxes,
    double perSecond,
    int largePercent,
    int cutsEach,
    boolean lyingDisk) {
  private static final int MAX = 1000;
  private static final double PER_WRITER_MIN = 0.1;

  /** How the nodes belong together. */
  enum Shape {
    SINGLE("one node", FaultKind.KILL, FaultKind.STOP, FaultKind.DISK_FULL, FaultKind.POWER_CUT),
    FEDERATION(
        "a federation of three",
        FaultKind.KILL,
        FaultKind.STOP,
        FaultKind.PARTITION,
        FaultKind.LOSS,
        FaultKind.SLOW_DNS),
    CLUSTER("a cluster of three on PostgreSQL", FaultKind.KILL, FaultKind.STOP);

    private final String words;
    private final List<FaultKind> possible;

    Shape(String words, FaultKind... possible) {
      this.words = words;
      this.possible = List.of(possible);
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Shape> of(String word) {
      return List.of(values()).stream().filter(shape -> shape.word().equals(word)).findFirst();
    }

    /** For people. */
    String words() {
      return words;
    }

    private String possibleWords() {
      return possible.stream().map(FaultKind::word).collect(Collectors.joining(", "));
    }
  }

  /**
   * @throws IllegalArgumentException if that can't be done
   */
  RunPlan {
    kinds = List.copyOf(kinds);
    require(!kinds.isEmpty(), "at least one kind of fault is needed");
    for (FaultKind kind : kinds) {
      require(
          shape.possible.contains(kind),
          shape.word() + " has no " + kind.word() + ", but " + shape.possibleWords());
    }
    require(
        kinds.size() == 1 || !kinds.contains(FaultKind.POWER_CUT),
        "power-cut goes with no other kind: make two runs");
    require(1 <= count && count <= MAX, "--count is 1 to " + MAX);
    require(1 <= writers && writers <= MAX, "--writers is 1 to " + MAX);
    require(1 <= mailboxes && mailboxes <= MAX, "--mailboxes is 1 to " + MAX);
    require(0 <= perSecond, "--rate is not negative");
    require(
        perSecond == 0 || perSecond / writers >= PER_WRITER_MIN,
        "--rate leaves a writer nothing to do: at least one message in 10 s for each");
    require(0 <= largePercent && largePercent <= 100, "--large is 0 to 100");
    require(1 <= cutsEach && cutsEach <= MAX, "--cuts-each is 1 to " + MAX);
    require(!lyingDisk || kinds.contains(FaultKind.POWER_CUT), "only power-cut knows a lying disk");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  boolean has(FaultKind kind) {
    return kinds.contains(kind);
  }

  String faultWords() {
    return kinds.stream().map(FaultKind::word).collect(Collectors.joining(","));
  }

  /** The command that does the same again. */
  String again() {
    return "cmtp resilience run --topology "
        + shape.word()
        + " --faults "
        + faultWords()
        + " --count "
        + count
        + " --seed "
        + seed
        + " --writers "
        + writers
        + " --mailboxes "
        + mailboxes
        + " --rate "
        + (perSecond == Math.rint(perSecond) ? Long.toString((long) perSecond) : perSecond)
        + " --large "
        + largePercent
        + (has(FaultKind.POWER_CUT) ? " --cuts-each " + cutsEach : "")
        + (lyingDisk ? " --lying-disk" : "");
  }
}
