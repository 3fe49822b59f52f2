package cmtp.simulations.resilience.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The faults of a run, in their order. The same seed gives the same plan. */
public record FaultPlan(List<Fault> faults) {
  /** A start takes about that long on an idle machine. */
  private static final int START_MS_MAX = 2500;

  private static final double STARTING = 0.2;

  public FaultPlan {
    faults = List.copyOf(faults);
  }

  /**
   * @param kinds drawn with equal chance
   * @param nodes how many there are to be hit
   */
  public static FaultPlan of(long seed, List<FaultKind> kinds, int count, int nodes) {
    Random random = new Random(seed);
    List<Fault> faults = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      faults.add(draw(number, kinds.get(random.nextInt(kinds.size())), nodes, random));
    }
    return new FaultPlan(faults);
  }

  private static Fault draw(int number, FaultKind kind, int nodes, Random random) {
    // The first one finds a node that serves: accounts have to be opened before.
    boolean starting = kind == FaultKind.KILL && random.nextDouble() < STARTING && number > 1;
    int afterMs =
        starting
            ? random.nextInt(START_MS_MAX)
            : between(kind.afterMsMin(), kind.afterMsMax(), random);
    int forMs = between(kind.forMsMin(), kind.forMsMax(), random);
    return new Fault(
        number, kind, random.nextInt(nodes), starting, afterMs, forMs, random.nextLong());
  }

  private static int between(int min, int max, Random random) {
    return min + (max > min ? random.nextInt(max - min) : 0);
  }
}
