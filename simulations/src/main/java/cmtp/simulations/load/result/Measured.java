package cmtp.simulations.load.result;

import cmtp.simulations.load.plan.Operation;
import cmtp.simulations.load.plan.Pace;
import cmtp.simulations.load.target.Interval;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The measured part of a run.
 *
 * @param latency by command, of every request begun or due in it, whenever it was answered; from
 *     its first byte in a closed loop, from when it was due in an open one
 * @param late how much later the generator was than it could have been
 * @param watch from a mail's acknowledgement until a watching session heard of it
 * @param used in it
 */
public record Measured(
    Pace pace,
    Map<Operation, Histogram> latency,
    Histogram late,
    Histogram watch,
    List<Slice> slices,
    Counts counts,
    Interval used) {
  public Measured {
    latency = Map.copyOf(latency);
    slices = List.copyOf(slices);
  }

  /**
   * @param answered with success in its time, by command
   * @param due in its time; 0 in a closed loop
   * @param failures in its time, and of what was begun in it
   * @param unsent due, and never sent: no connection was free until seconds after the end; in the
   *     latencies with the time until then, which is less than they would have waited
   * @param givenUp those of them that the backlog had no room for
   * @param bytes of the messages accepted in its time
   */
  public record Counts(
      Map<Operation, Long> answered,
      long due,
      long failures,
      long unsent,
      long givenUp,
      long bytes) {
    public Counts {
      answered = Map.copyOf(answered);
    }

    public long answered(Operation operation) {
      return answered.getOrDefault(operation, 0L);
    }

    public long answeredAll() {
      return answered.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Of all commands together. */
  public Histogram all() {
    Histogram sum = Latency.histogram();
    latency.values().forEach(sum::add);
    return sum;
  }

  public double answeredPerSecond() {
    return perSecond(counts.answeredAll());
  }

  double perSecond(double count) {
    return used.seconds() > 0 ? count / used.seconds() : 0;
  }
}
