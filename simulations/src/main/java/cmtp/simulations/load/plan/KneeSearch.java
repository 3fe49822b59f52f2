package cmtp.simulations.load.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Looks for the knee: the highest rate that a node still holds. The rate rises by a factor until a
 * step fails, and then the interval between the best and the worst is halved until it is small. A
 * step that fails is repeated once, as anything else on the machine may have spoilt it: only a rate
 * that fails twice has failed. Not for several threads.
 */
public final class KneeSearch {
  static final int STEPS_MAX = 60;
  private static final double RATE_MIN = 1;

  /**
   * What makes a step good, and where to look.
   *
   * @param start the first rate to try
   * @param factor from one rate to the next while none has failed
   * @param rateMax where to stop
   * @param p99MillisMax a good step's p99 is not above
   * @param achievedMin share of the requests due that a good step gets answered in its time
   * @param precision the interval is small enough at this share of the rate
   */
  public record Aim(
      double start,
      double factor,
      double rateMax,
      double p99MillisMax,
      double achievedMin,
      double precision) {
    public Aim {
      if (!(start > 0 && start <= rateMax && rateMax <= Pace.RATE_MAX)) {
        throw new IllegalArgumentException(
            "the search starts above 0, and not above its highest rate, which is at most 1,000,000");
      }
      if (!(factor > 1 && factor <= 100)
          || !(p99MillisMax > 0)
          || !(achievedMin > 0 && achievedMin <= 1)
          || !(precision >= 0.001 && precision < 1)) {
        throw new IllegalArgumentException(
            "a factor above 1, a p99 above 0, a share of at most 1, a precision from 0.001 to 1");
      }
    }
  }

  /**
   * What a step has shown.
   *
   * @param offered requests due a second
   * @param achieved requests answered with success a second
   * @param failures requests refused or not answered
   */
  public record Step(
      double rate,
      double offered,
      double achieved,
      double p50Millis,
      double p99Millis,
      long failures) {

    /** Why it is not good; empty if it is. */
    public Optional<String> complaint(Aim aim) {
      if (failures > 0) {
        return Optional.of(failures + " failed");
      }
      if (achieved < offered * aim.achievedMin()) {
        return Optional.of("falls behind");
      }
      return p99Millis > aim.p99MillisMax() ? Optional.of("p99 above bound") : Optional.empty();
    }

    boolean isGood(Aim aim) {
      return complaint(aim).isEmpty();
    }
  }

  /**
   * The knee lies between these.
   *
   * @param below the highest rate that was good; empty if none was
   * @param above the lowest one that was not; empty if all were good up to the highest allowed
   */
  public record Knee(Optional<Step> below, Optional<Step> above) {}

  private final Aim aim;
  private final List<Step> steps = new ArrayList<>();
  private Optional<Step> below = Optional.empty();
  private Optional<Step> above = Optional.empty();
  private OptionalDouble again = OptionalDouble.empty();

  public KneeSearch(Aim aim) {
    this.aim = aim;
  }

  /** The rate to try next; empty when the knee is known well enough. */
  public OptionalDouble next() {
    if (again.isPresent()) {
      return again;
    }
    if (steps.size() >= STEPS_MAX || isFound()) {
      return OptionalDouble.empty();
    }
    if (above.isEmpty()) {
      double next = below.map(good -> good.rate() * aim.factor()).orElse(aim.start());
      return OptionalDouble.of(Math.min(next, aim.rateMax()));
    }
    double bad = above.get().rate();
    return OptionalDouble.of(
        below.map(good -> (good.rate() + bad) / 2).orElse(Math.max(RATE_MIN, bad / aim.factor())));
  }

  private boolean isFound() {
    if (above.isEmpty()) {
      return below.isPresent() && below.get().rate() >= aim.rateMax();
    }
    double bad = above.get().rate();
    return below
        .map(good -> bad - good.rate() <= aim.precision() * good.rate())
        .orElse(bad <= RATE_MIN);
  }

  /** Takes what the rate of {@link #next} has shown. */
  public void add(Step step) {
    steps.add(step);
    boolean repeated = again.isPresent();
    again = OptionalDouble.empty();
    if (step.isGood(aim)) {
      below = Optional.of(step);
    } else if (repeated) {
      above = Optional.of(step);
    } else {
      again = OptionalDouble.of(step.rate());
    }
  }

  public List<Step> steps() {
    return List.copyOf(steps);
  }

  public Knee knee() {
    return new Knee(below, above);
  }
}
