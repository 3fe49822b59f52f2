package cmtp.simulations.load.result;

import cmtp.simulations.load.plan.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;

/** Slices as they come, at most so many: then each two become one. Not for several threads. */
public final class Slices {
  static final int SLICES_MAX = 240;

  private final List<Slice> slices = new ArrayList<>();

  /** How many of those that are added make one slice. */
  private int merged = 1;

  private int inLast = 1;

  public void add(Slice slice) {
    if (!slices.isEmpty() && inLast < merged) {
      int last = slices.size() - 1;
      slices.set(last, slices.get(last).and(slice));
      inLast++;
      return;
    }
    if (slices.size() == SLICES_MAX) {
      for (int i = 0; i < SLICES_MAX / 2; i++) {
        slices.set(i, slices.get(i).and(slices.remove(i + 1)));
      }
      merged *= 2;
    }
    slices.add(slice);
    inLast = 1;
  }

  public List<Slice> all() {
    return List.copyOf(slices);
  }

  /** A slice's own copies, small ones. */
  public static Map<Operation, AbstractHistogram> compact(
      Map<Operation, ? extends AbstractHistogram> latency) {
    Map<Operation, AbstractHistogram> compact = new EnumMap<>(Operation.class);
    latency.forEach(
        (operation, histogram) -> {
          AbstractHistogram small = Latency.sliceHistogram();
          small.add(histogram);
          compact.put(operation, small);
        });
    return compact;
  }
}
