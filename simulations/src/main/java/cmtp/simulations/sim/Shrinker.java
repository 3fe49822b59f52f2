package cmtp.simulations.sim;

import cmtp.simulations.sim.scenario.Fault;
import cmtp.simulations.sim.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes a run that breaks a rule smaller, as long as it breaks the same one: fewer faults, fewer
 * domains, fewer letters. Each try is a whole run, so there is a bound on them.
 */
public final class Shrinker {
  private static final int DOMAINS_MIN = 2;
  private static final int MAILS_MIN = 5;

  private final int runsMax;
  private final Consumer<Result> tried;
  private int runs;
  private Result best;

  /**
   * @param tried told of each run
   */
  public Shrinker(int runsMax, Consumer<Result> tried) {
    this.runsMax = runsMax;
    this.tried = tried;
  }

  /** The smallest run found that breaks the same rule. */
  public Result shrink(Result failing) {
    best = failing;
    if (!tryWith(best.scenario(), List.of())) {
      fewerFaults();
    }
    fewerDomains();
    fewerMails();
    return best;
  }

  private boolean tryWith(Scenario scenario, List<Fault> faults) {
    if (runs >= runsMax) {
      return false;
    }
    runs++;
    Result result = new Simulation(scenario, best.seed(), faults, progress -> {}).run();
    tried.accept(result);
    boolean same = rule(result).isPresent() && rule(result).equals(rule(best));
    if (same) {
      best = result;
    }
    return same;
  }

  private static Optional<String> rule(Result result) {
    return result.violation().map(violation -> violation.rule());
  }

  /** Leaves out parts, the largest first (as delta debugging does). */
  private void fewerFaults() {
    int part = Math.max(1, best.faults().size() / 2);
    while (runs < runsMax) {
      boolean smaller = false;
      for (int from = 0; from < best.faults().size() && runs < runsMax; ) {
        smaller |= tryWithout(from, part);
        from += smaller ? 0 : part;
        if (smaller) {
          break;
        }
      }
      if (!smaller && part == 1) {
        return;
      }
      part = smaller ? Math.min(part, Math.max(1, best.faults().size())) : part / 2;
    }
  }

  private boolean tryWithout(int from, int many) {
    List<Fault> fewer = new ArrayList<>(best.faults());
    fewer.subList(from, Math.min(fewer.size(), from + many)).clear();
    return !best.faults().isEmpty() && tryWith(best.scenario(), fewer);
  }

  private void fewerDomains() {
    int domains = best.scenario().domains();
    while (domains > DOMAINS_MIN && runs < runsMax) {
      domains = Math.max(DOMAINS_MIN, domains / 2);
      int nodes = domains;
      List<Fault> left =
          best.faults().stream().filter(f -> f.kind().isGlobal() || f.node() < nodes).toList();
      if (!tryWith(best.scenario().with(domains, best.scenario().work().mails()), left)) {
        return;
      }
    }
  }

  private void fewerMails() {
    int mails = best.scenario().work().mails();
    while (mails > MAILS_MIN && runs < runsMax) {
      mails = Math.max(MAILS_MIN, mails / 2);
      if (!tryWith(best.scenario().with(best.scenario().domains(), mails), best.faults())) {
        return;
      }
    }
  }

  /** How many runs it took. */
  public int runs() {
    return runs;
  }
}
