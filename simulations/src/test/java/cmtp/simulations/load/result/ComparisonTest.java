package cmtp.simulations.load.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.simulations.load.plan.Operation;
import cmtp.simulations.load.result.Comparison.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.HdrHistogram.AbstractHistogram;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final int REQUESTS = 200;

  @Test
  void seesNoDifferenceBetweenTwoRunsOfTheSame() {
    for (Row row : rows(slices(1, 30, 1), slices(2, 30, 1))) {
      assertEquals("no difference seen", row.verdict(), row.toString());
      assertEquals(1, row.ratio(), 0.15, row.toString());
    }
  }

  @Test
  void seesThatEverythingTakesAFifthLonger() {
    List<Row> rows = rows(slices(1, 30, 1), slices(2, 30, 1.2));
    for (Row row : rows) {
      if (row.name().startsWith("p50") || row.name().startsWith("server")) {
        assertEquals("more", row.verdict(), row.toString());
        assertEquals(1.2, row.ratio(), 0.1, row.toString());
      }
    }
    assertEquals(6, rows.size());
    assertTrue(rows.stream().anyMatch(row -> row.name().equals("server ms CPU a request")));
  }

  @Test
  void takesWhatOneSecondAloneShowsForNoise() {
    List<Slice> spoilt = new ArrayList<>(slices(2, 29, 1));
    spoilt.addAll(slices(3, 1, 50));
    Row p99 = row(rows(slices(1, 30, 1), spoilt), "p99 ms");
    assertTrue(p99.ratio() > 5, p99.toString());
    assertEquals("no difference seen", p99.verdict(), p99.toString());
  }

  @Test
  void saysThatAShortRunTellsNothing() {
    Row p50 = row(rows(slices(1, 9, 1), slices(2, 30, 3)), "p50 ms");
    assertEquals("too short to tell", p50.verdict());
  }

  @Test
  void leavesOutWhatOneRunDoesNotKnow() {
    List<Slice> unknown =
        slices(1, 12, 1).stream()
            .map(
                slice ->
                    new Slice(
                        slice.at(),
                        1,
                        0,
                        slice.answered(),
                        0,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        slice.latency()))
            .toList();
    List<Row> rows = rows(unknown, slices(2, 12, 1));
    assertTrue(rows.stream().noneMatch(row -> row.name().startsWith("server")));
  }

  @Test
  void givesTheSameAnswerEachTime() {
    assertEquals(
        rows(slices(1, 15, 1), slices(2, 15, 1)), rows(slices(1, 15, 1), slices(2, 15, 1)));
  }

  private static Row row(List<Row> rows, String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<Row> rows(List<Slice> before, List<Slice> after) {
    return new Comparison(before, after).rows();
  }

  /** Exponential latencies around 10 ms times the factor. */
  private static List<Slice> slices(long seed, int count, double factor) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AbstractHistogram latency = Latency.sliceHistogram();
      for (int j = 0; j < REQUESTS; j++) {
        latency.recordValue((long) (-Math.log(1 - random.nextDouble()) * 10_000 * factor));
      }
      long cpu = Math.round((90 + random.nextInt(20)) * factor);
      slices.add(
          new Slice(
              i,
              1,
              0,
              REQUESTS - 5 + random.nextInt(11),
              0,
              OptionalLong.of(cpu),
              OptionalLong.of(10),
              Map.of(Operation.MAIL, latency)));
    }
    return slices;
  }
}
