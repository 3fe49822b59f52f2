package cmtp.simulations.load.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.simulations.load.plan.Operation;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.HdrHistogram.AbstractHistogram;
import org.junit.jupiter.api.Test;

class SlicesTest {
  @Test
  void keepsEachUntilThereAreTooMany() {
    Slices slices = filled(Slices.SLICES_MAX);
    assertEquals(Slices.SLICES_MAX, slices.all().size());
    assertEquals(1, slices.all().get(7).seconds());
  }

  @Test
  void mergesNeighboursSoThatNothingIsLost() {
    int added = 5 * Slices.SLICES_MAX + 3;
    List<Slice> slices = filled(added).all();
    assertEquals(added, slices.stream().mapToLong(Slice::answered).sum());
    assertEquals(added, slices.stream().mapToDouble(Slice::seconds).sum());
    assertEquals(added, slices.stream().mapToLong(slice -> slice.all().getTotalCount()).sum());
    assertEquals(2L * added, slices.stream().mapToLong(s -> s.serverMillis().orElseThrow()).sum());
    for (int i = 1; i < slices.size(); i++) {
      assertEquals(slices.get(i - 1).at() + slices.get(i - 1).seconds(), slices.get(i).at());
    }
  }

  private static Slices filled(int count) {
    Slices slices = new Slices();
    for (int i = 0; i < count; i++) {
      AbstractHistogram latency = Latency.sliceHistogram();
      latency.recordValue(i);
      slices.add(
          new Slice(
              i,
              1,
              0,
              1,
              0,
              OptionalLong.of(2),
              OptionalLong.empty(),
              Map.of(Operation.MAIL, latency)));
    }
    return slices;
  }
}
