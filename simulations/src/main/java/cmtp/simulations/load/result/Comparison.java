package cmtp.simulations.load.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Two runs, number by number, and how sure their ratio is: each run's slices are drawn anew, with
 * replacement, so many times, and the ratio of each draw is looked at. So a difference that single
 * slices make is noise, and one that all slices show is not. The same slices give the same answer.
 */
public final class Comparison {
  static final int SLICES_MIN = 10;

  private static final int DRAWS = 2000;
  private static final double TAIL = 0.005;

  private final long[] values;
  private final List<Flat> before;
  private final List<Flat> after;

  /** 99 of 100 draws are in it: of six figures, one is outside by chance in 17 comparisons. */
  public record Range(double low, double high) {
    boolean holds(double value) {
      return low <= value && value <= high;
    }
  }

  /**
   * One number of both.
   *
   * @param range of the ratio; empty if the runs are too short to tell
   */
  public record Row(String name, double before, double after, Optional<Range> range) {

    public double ratio() {
      return after / before;
    }

    /** What can be said of it. */
    public String verdict() {
      if (range.isEmpty()) {
        return "too short to tell";
      }
      if (range.get().holds(1)) {
        return "no difference seen";
      }
      return ratio() > 1 ? "more" : "less";
    }
  }

  /** What is compared, of some slices together; NaN where it is not known. */
  private enum Figure {
    RATE("answered a second"),
    P50("p50 ms"),
    P90("p90 ms"),
    P99("p99 ms"),
    P999("p99.9 ms"),
    CPU("server ms CPU a request");

    private final String text;

    Figure(String text) {
      this.text = text;
    }
  }

  /**
   * A slice with all its commands together.
   *
   * @param counts how often each of the {@code values} occurred
   */
  private record Flat(Slice slice, long[] counts) {}

  public Comparison(List<Slice> before, List<Slice> after) {
    SortedSet<Long> seen = new TreeSet<>();
    Stream.concat(before.stream(), after.stream())
        .forEach(
            slice -> slice.all().recordedValues().forEach(v -> seen.add(v.getValueIteratedTo())));
    this.values = seen.stream().mapToLong(Long::longValue).toArray();
    this.before = before.stream().map(this::flat).toList();
    this.after = after.stream().map(this::flat).toList();
  }

  private Flat flat(Slice slice) {
    long[] counts = new long[values.length];
    for (HistogramIterationValue value : slice.all().recordedValues()) {
      counts[Arrays.binarySearch(values, value.getValueIteratedTo())] +=
          value.getCountAddedInThisIterationStep();
    }
    return new Flat(slice, counts);
  }

  public List<Row> rows() {
    double[] one = figures(before);
    double[] other = figures(after);
    List<Optional<Range>> ranges = ranges();
    List<Row> rows = new ArrayList<>();
    for (Figure figure : Figure.values()) {
      int i = figure.ordinal();
      if (one[i] > 0 && other[i] > 0) {
        rows.add(new Row(figure.text, one[i], other[i], ranges.get(i)));
      }
    }
    return rows;
  }

  private double[] figures(List<Flat> slices) {
    long[] all = new long[values.length];
    double seconds = 0;
    double answered = 0;
    double millis = 0;
    for (Flat flat : slices) {
      for (int i = 0; i < all.length; i++) {
        all[i] += flat.counts()[i];
      }
      seconds += flat.slice().seconds();
      answered += flat.slice().answered();
      OptionalLong server = flat.slice().serverMillis();
      millis += server.isPresent() ? server.getAsLong() : Double.NaN;
    }
    double[] figures = new double[Figure.values().length];
    figures[Figure.RATE.ordinal()] = answered / seconds;
    figures[Figure.P50.ordinal()] = millis(all, 0.5);
    figures[Figure.P90.ordinal()] = millis(all, 0.9);
    figures[Figure.P99.ordinal()] = millis(all, 0.99);
    figures[Figure.P999.ordinal()] = millis(all, 0.999);
    figures[Figure.CPU.ordinal()] = millis / answered;
    return figures;
  }

  /** The smallest value that so large a part is not above. */
  private double millis(long[] counts, double part) {
    long wanted = Math.max(1, (long) Math.ceil(Arrays.stream(counts).sum() * part));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return values[i] / 1000.0;
      }
    }
    return Double.NaN;
  }

  private List<Optional<Range>> ranges() {
    double[][] ratios = new double[Figure.values().length][DRAWS];
    boolean enough = before.size() >= SLICES_MIN && after.size() >= SLICES_MIN;
    SplittableRandom random = new SplittableRandom(before.size() * 31L + after.size());
    for (int draw = 0; enough && draw < DRAWS; draw++) {
      double[] one = figures(drawn(before, random));
      double[] other = figures(drawn(after, random));
      for (int i = 0; i < ratios.length; i++) {
        ratios[i][draw] = other[i] / one[i];
      }
    }
    return Arrays.stream(ratios)
        .map(each -> enough ? Optional.of(range(each)) : Optional.<Range>empty())
        .toList();
  }

  private static Range range(double[] ratios) {
    Arrays.sort(ratios);
    return new Range(ratios[(int) (DRAWS * TAIL)], ratios[(int) (DRAWS * (1 - TAIL)) - 1]);
  }

  private static List<Flat> drawn(List<Flat> slices, SplittableRandom random) {
    List<Flat> drawn = new ArrayList<>(slices.size());
    for (int i = 0; i < slices.size(); i++) {
      drawn.add(slices.get(random.nextInt(slices.size())));
    }
    return drawn;
  }
}
