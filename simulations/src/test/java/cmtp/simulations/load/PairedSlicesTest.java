package cmtp.simulations.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PairedSlicesTest {
  @Test
  void comparesThePercentileOfAllSlicesTogether() {
    PairedSlices slices =
        new PairedSlices(List.of(pair(millis(10, 90), millis(10, 90)), pair(of(20), of(30))));
    assertEquals(1.5, slices.ratio());
  }

  @Test
  void countsSlicesWhoseOwnRatioIsAboveALimit() {
    PairedSlices slices =
        new PairedSlices(List.of(pair(of(10), of(12)), pair(of(10), of(13)), pair(of(10), of(5))));
    assertEquals(1, slices.above(1.2));
  }

  @Test
  void theMedianIsThatOfTheSlicesOwnRatios() {
    List<PairedSlices.Pair> three =
        List.of(pair(of(10), of(80)), pair(of(100), of(110)), pair(of(10), of(10)));
    assertEquals(1.1, new PairedSlices(three).median());
    assertEquals(1.05, new PairedSlices(three.subList(1, 3)).median(), 1e-9);
  }

  @Test
  void isSureOfWhatEverySliceShows() {
    PairedSlices slices = new PairedSlices(Collections.nCopies(8, pair(of(10), of(15))));
    assertEquals(new PairedSlices.Range(1.5, 1.5), slices.range());
  }

  @Test
  void isNotSureOfWhatOneSliceShows() {
    List<PairedSlices.Pair> pairs =
        List.of(pair(of(10), of(10)), pair(of(10), of(10)), pair(of(10), of(40)));
    PairedSlices.Range range = new PairedSlices(pairs).range();
    assertEquals(new PairedSlices.Range(1, 4), range);
  }

  @Test
  void countsLessThanAMillisecondAsOne() {
    assertEquals(2, new PairedSlices(List.of(pair(of(0), of(2)))).ratio());
    assertEquals(1, new PairedSlices(List.of(pair(of(1), of(0)))).ratio());
  }

  @Test
  void aSliceInWhichNothingArrivedChangesNothing() {
    Histogram none = new Histogram(Journeys.DIGITS);
    PairedSlices slices = new PairedSlices(List.of(pair(none, none), pair(of(10), of(20))));
    assertEquals(2, slices.ratio());
    assertTrue(slices.range().high() <= 2);
  }

  private static PairedSlices.Pair pair(Histogram without, Histogram with) {
    return new PairedSlices.Pair(without, with);
  }

  /** A hundred messages that took so long. */
  private static Histogram of(long millis) {
    Histogram histogram = new Histogram(Journeys.DIGITS);
    histogram.recordValueWithCount(millis, 100);
    return histogram;
  }

  /** One value, and another one so rare that it is above the percentile of two slices. */
  private static Histogram millis(long often, long once) {
    Histogram histogram = of(often);
    histogram.recordValue(once);
    return histogram;
  }
}
