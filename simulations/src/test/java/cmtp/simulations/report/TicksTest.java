package cmtp.simulations.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TicksTest {
  private static final double MINUTE = 60_000;

  private static List<String> words(Ruler ruler) {
    return ruler.ticks().stream().map(ruler.axis().unit()::tick).toList();
  }

  @Test
  void countsTimeInStepsOfTheClock() {
    Axis time = Axis.of("time", Unit.TIME);
    assertEquals(
        List.of("0 ms", "6 h", "12 h", "18 h", "1 d"),
        words(Ticks.within(time, 0, 24 * 60 * MINUTE)));
    assertEquals(
        List.of("0 ms", "2 min", "4 min", "6 min"), words(Ticks.within(time, 0, 7 * MINUTE)));
  }

  @Test
  void countsWholeThings() {
    Ruler ruler = Ticks.around(Axis.of("messages", Unit.COUNT), 0, 3);
    assertEquals(List.of("0", "1", "2", "3"), words(ruler));
  }

  @Test
  void beginsAtZeroAndEndsAboveTheHighest() {
    Ruler ruler = Ticks.around(Axis.of("messages", Unit.COUNT), 40, 93);
    assertEquals(List.of("0", "20", "40", "60", "80", "100"), words(ruler));
    assertEquals(0.93, ruler.share(93), 1e-9);
  }

  @Test
  void hasRoomForEveryMagnitudeOnALogarithmicAxis() {
    Ruler ruler = Ticks.around(Axis.logarithmic("delay", Unit.TIME), 15, 200_000);
    assertEquals(List.of("10 ms", "100 ms", "1 s", "10 s", "1 min", "10 min"), words(ruler));
    assertEquals(0, ruler.share(0));
    assertEquals(1, ruler.share(1e9));
  }

  @Test
  void givesEachNineTheSameRoom() {
    Axis axis = new Axis("percentile", Unit.PERCENT, Scale.PERCENTILE);
    Ruler ruler = Ticks.within(axis, 0, 99.9);
    assertEquals(List.of(0.0, 50.0, 90.0, 99.0, 99.9), ruler.ticks());
    assertEquals(1 / 3.0, ruler.share(90), 1e-9);
    assertEquals(2 / 3.0, ruler.share(99), 1e-9);
  }

  @Test
  void copesWithNothingAtAll() {
    for (Unit unit : Unit.values()) {
      for (Scale scale : List.of(Scale.LINEAR, Scale.LOGARITHMIC)) {
        Ruler ruler = Ticks.around(new Axis("any", unit, scale), 0, 0);
        assertTrue(ruler.from() < ruler.to(), unit + " " + scale);
      }
    }
  }

  @Test
  void hasAFewTicksWhateverTheValuesAre() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      Unit unit = Unit.values()[random.nextInt(Unit.values().length)];
      Scale scale = random.nextBoolean() ? Scale.LINEAR : Scale.LOGARITHMIC;
      double high = Math.pow(10, random.nextInt(14) - 3) * random.nextDouble();
      double low = high * random.nextDouble();
      Ruler ruler = Ticks.around(new Axis("any", unit, scale), low, high);
      String what = unit + " " + scale + " " + low + " to " + high + ": " + ruler.ticks();
      assertTrue(ruler.ticks().size() >= 2 && ruler.ticks().size() <= 8, what);
      assertTrue(ruler.to() >= high, what);
      assertEquals(ruler.from(), ruler.ticks().get(0), what);
      assertEquals(ruler.to(), ruler.ticks().get(ruler.ticks().size() - 1), 1e-6 * high, what);
    }
  }
}
