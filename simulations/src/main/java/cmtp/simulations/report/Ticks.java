package cmtp.simulations.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Where an axis begins and ends, and which values are written at it. */
final class Ticks {
  private static final int LINEAR_WANTED = 5;
  private static final int LOGARITHMIC_MAX = 7;
  private static final double LOGARITHMIC_RANGE_MAX = 1e9;
  private static final double SECOND = 1000;
  private static final double MINUTE = 60 * SECOND;
  private static final double HOUR = 60 * MINUTE;
  private static final double DAY = 24 * HOUR;

  /** Steps of time above a second that people count in. */
  private static final double[] TIME_STEPS = {
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    20 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    20 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    5 * DAY,
    10 * DAY,
    30 * DAY,
    100 * DAY
  };

  private static final double[] LOGARITHMIC_TIMES = {
    SECOND,
    10 * SECOND,
    MINUTE,
    10 * MINUTE,
    HOUR,
    6 * HOUR,
    DAY,
    5 * DAY,
    30 * DAY,
    200 * DAY,
    1000 * DAY
  };

  private static final double[] PERCENTILES = {0, 50, 90, 99, 99.9, 99.99, 99.999};

  private Ticks() {}

  /** From there to there, which is where the axis' ends are too. */
  static Ruler within(Axis axis, double from, double to) {
    double end = to > from ? to : from + 1;
    List<Double> ticks =
        switch (axis.scale()) {
          case LINEAR -> linear(axis.unit(), from, end);
          case LOGARITHMIC -> logarithmic(axis.unit(), from, end);
          case PERCENTILE -> DoubleStream.of(PERCENTILES).boxed().toList();
        };
    return new Ruler(
        axis, from, end, ticks.stream().filter(tick -> tick >= from && tick <= end).toList());
  }

  /** The same, but it begins and ends at ticks around the values: what a chart's height is for. */
  static Ruler around(Axis axis, double lowest, double highest) {
    if (axis.scale() == Scale.LOGARITHMIC) {
      double high = highest > 0 ? highest : 1;
      double low = Math.max(lowest > 0 ? lowest : high, high / LOGARITHMIC_RANGE_MAX);
      List<Double> ticks = logarithmic(axis.unit(), low, high);
      return new Ruler(axis, ticks.get(0), ticks.get(ticks.size() - 1), ticks);
    }
    double from = Math.min(0, lowest);
    double to = highest > from ? highest : from + 1;
    double step = step(axis.unit(), to - from);
    double first = Math.floor(from / step) * step;
    double last = Math.ceil(to / step) * step;
    return new Ruler(axis, first, last, steps(step, first, last));
  }

  private static List<Double> linear(Unit unit, double from, double to) {
    return steps(step(unit, to - from), from, to);
  }

  private static List<Double> steps(double step, double from, double to) {
    List<Double> ticks = new ArrayList<>();
    for (long n = (long) Math.ceil(from / step - 1e-9); n * step <= to + step * 1e-9; n++) {
      ticks.add(n * step);
    }
    return ticks;
  }

  private static double step(Unit unit, double range) {
    double wanted = range / LINEAR_WANTED;
    if (unit == Unit.TIME && wanted > SECOND / 2) {
      for (double step : TIME_STEPS) {
        if (step >= wanted) {
          return step;
        }
      }
    }
    if (unit == Unit.BYTES) {
      return Math.pow(2, Math.max(0, Math.ceil(Math.log(wanted) / Math.log(2))));
    }
    double decade = Math.pow(10, Math.floor(Math.log10(wanted)));
    double step = decade * (wanted <= decade ? 1 : wanted <= 2 * decade ? 2 : 5);
    double least = step < wanted ? 10 * decade : step;
    return unit == Unit.COUNT ? Math.max(1, least) : least;
  }

  /** One below the lowest value, one above the highest, and what lies between. */
  private static List<Double> logarithmic(Unit unit, double lowest, double highest) {
    List<Double> all = candidates(unit);
    List<Double> found = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boolean reaches = i + 1 == all.size() || all.get(i + 1) > lowest;
      boolean needed = i == 0 || found.size() == 1 || all.get(i - 1) < highest;
      if (reaches && needed) {
        found.add(all.get(i));
      }
    }
    int every = (found.size() + LOGARITHMIC_MAX - 1) / LOGARITHMIC_MAX;
    return every <= 1 ? found : every(every, found);
  }

  /** Thinner, but with both ends. */
  private static List<Double> every(int step, List<Double> ticks) {
    List<Double> found = new ArrayList<>();
    int last = ticks.size() - 1;
    for (int i = last; i > 0; i -= step) {
      found.add(0, ticks.get(i));
    }
    found.add(0, ticks.get(0));
    return found;
  }

  private static List<Double> candidates(Unit unit) {
    List<Double> all = new ArrayList<>();
    double limit = unit == Unit.TIME ? SECOND : 1e15;
    for (int exponent = -9; Math.pow(10, exponent) < limit; exponent++) {
      all.add(exponent < 0 ? 1 / Math.pow(10, -exponent) : Math.pow(10, exponent));
    }
    if (unit == Unit.TIME) {
      DoubleStream.of(LOGARITHMIC_TIMES).forEach(all::add);
    }
    return all;
  }
}
