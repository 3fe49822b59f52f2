package cmtp.simulations.load.drive;

import cmtp.simulations.load.plan.Operation;
import cmtp.simulations.load.plan.Pace;
import cmtp.simulations.load.result.Latency;
import cmtp.simulations.load.result.Measured;
import cmtp.simulations.load.result.Slice;
import cmtp.simulations.load.result.Slices;
import cmtp.simulations.load.target.Interval;
import cmtp.simulations.load.target.Sample;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;

/** Takes what the tally has, second by second. Not for several threads. */
final class Timeline {
  private final Tally tally;
  private final Supplier<Sample> sampler;
  private final Slices slices = new Slices();
  private final Map<Operation, Histogram> latency = new EnumMap<>(Operation.class);
  private final Histogram late = Latency.histogram();
  private final Histogram watch = Latency.histogram();
  private final Sample from;
  private final Counts before;
  private Sample lastSample;
  private Counts last;

  /** Of the whole run until now. */
  private record Counts(
      Map<Operation, Long> answered, long failures, long unsent, long givenUp, long bytes) {
    static Counts of(Tally tally) {
      return new Counts(
          tally.answered(), tally.failures(), tally.unsent(), tally.givenUp(), tally.bytes());
    }

    long all() {
      return answered.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** What the last tick saw. */
  record Seen(double perSecond, AbstractHistogram latency) {}

  /** Begins now: what came before is left out. */
  Timeline(Tally tally, Supplier<Sample> sampler) {
    this.tally = tally;
    this.sampler = sampler;
    tally.takeLatencies(true);
    tally.takeLatencies(false);
    tally.takeLate();
    tally.takeWatched();
    this.from = sampler.get();
    this.before = Counts.of(tally);
    this.lastSample = from;
    this.last = before;
  }

  long startNanos() {
    return from.nanos();
  }

  /**
   * @param phase which has been going on since the last tick
   */
  Seen tick(Phase phase) {
    Sample sample = sampler.get();
    Counts counts = Counts.of(tally);
    Map<Operation, Histogram> measured = tally.takeLatencies(true);
    Interval used = Interval.between(lastSample, sample);
    long answered = counts.all() - last.all();
    slices.add(
        new Slice(
            (lastSample.nanos() - from.nanos()) / 1e9,
            used.seconds(),
            due(phase, sample.nanos()),
            answered,
            counts.failures() - last.failures(),
            used.serverMillis(),
            used.generatorMillis(),
            Slices.compact(measured)));
    keep(measured);
    AbstractHistogram all = Latency.sliceHistogram();
    measured.values().forEach(all::add);
    tally.takeLatencies(false).values().forEach(all::add);
    lastSample = sample;
    last = counts;
    return new Seen(used.seconds() > 0 ? answered / used.seconds() : 0, all);
  }

  private double due(Phase phase, long nanos) {
    if (phase.pace().isEmpty()) {
      return 0;
    }
    long middle = (lastSample.nanos() + nanos) / 2;
    return phase.slope().rate(Math.max(0, middle - phase.startNanos()));
  }

  private void keep(Map<Operation, Histogram> measured) {
    measured.forEach(
        (operation, histogram) ->
            latency.computeIfAbsent(operation, fresh -> Latency.histogram()).add(histogram));
    add(late, tally.takeLate());
    add(watch, tally.takeWatched());
  }

  private static void add(Histogram sum, Histogram some) {
    if (some.getTotalCount() > 0) {
      sum.add(some);
    }
  }

  /** The measured part is over; replies to it may still come. */
  Ended end(Phase phase) {
    tick(phase);
    return new Ended(last, lastSample);
  }

  /** What was there at the end. */
  final class Ended {
    private final Counts counts;
    private final Sample sample;

    private Ended(Counts counts, Sample sample) {
      this.counts = counts;
      this.sample = sample;
    }

    /** When all replies have come, or never will. */
    Measured measured(Pace pace, boolean open) {
      keep(tally.takeLatencies(true));
      Map<Operation, Long> answered = new EnumMap<>(Operation.class);
      counts
          .answered()
          .forEach((operation, n) -> answered.put(operation, n - before.answered().get(operation)));
      long unsent = tally.unsent() - before.unsent();
      return new Measured(
          pace,
          latency,
          late,
          watch,
          slices.all(),
          new Measured.Counts(
              answered,
              open ? late.getTotalCount() + unsent : 0,
              tally.failures() - before.failures(),
              unsent,
              tally.givenUp() - before.givenUp(),
              counts.bytes() - before.bytes()),
          Interval.between(from, sample));
    }
  }
}
