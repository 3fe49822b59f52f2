package cmtp.simulations.load.result;

import cmtp.simulations.load.plan.Operation;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.HdrHistogram.AbstractHistogram;

/**
 * A short stretch of the measured part: what was answered in it.
 *
 * @param at seconds from the beginning of the measured part
 * @param due requests due a second; 0 in a closed loop
 * @param answered with success
 * @param failures refused, unanswered, unreachable
 * @param serverMillis CPU time
 * @param latency by command, of what was answered
 */
public record Slice(
    double at,
    double seconds,
    double due,
    long answered,
    long failures,
    OptionalLong serverMillis,
    OptionalLong generatorMillis,
    Map<Operation, AbstractHistogram> latency) {
  public Slice {
    latency = Map.copyOf(latency);
  }

  /** Of all commands together. */
  public AbstractHistogram all() {
    AbstractHistogram sum = Latency.sliceHistogram();
    latency.values().forEach(sum::add);
    return sum;
  }

  public double rate() {
    return seconds > 0 ? answered / seconds : 0;
  }

  /** Both as one; the other one is the later. */
  Slice and(Slice next) {
    Map<Operation, AbstractHistogram> both = new EnumMap<>(Operation.class);
    latency.forEach((operation, histogram) -> both.put(operation, histogram.copy()));
    next.latency.forEach(
        (operation, histogram) ->
            both.computeIfAbsent(operation, fresh -> Latency.sliceHistogram()).add(histogram));
    double length = seconds + next.seconds;
    return new Slice(
        at,
        length,
        length > 0 ? (due * seconds + next.due * next.seconds) / length : due,
        answered + next.answered,
        failures + next.failures,
        sum(serverMillis, next.serverMillis),
        sum(generatorMillis, next.generatorMillis),
        both);
  }

  private static OptionalLong sum(OptionalLong one, OptionalLong other) {
    return one.isPresent() && other.isPresent()
        ? OptionalLong.of(one.getAsLong() + other.getAsLong())
        : OptionalLong.empty();
  }
}
