package cmtp.simulations.report;

import java.util.List;

/** An axis with its ends: where each value lies on it. */
record Ruler(Axis axis, double from, double to, List<Double> ticks) {
  Ruler {
    ticks = List.copyOf(ticks);
  }

  /** From 0 at the beginning to 1 at the end; values outside lie at the ends. */
  double share(double value) {
    double begin = axis.scale().place(from);
    double end = axis.scale().place(to);
    double share = (axis.scale().place(value) - begin) / (end - begin);
    return Math.max(0, Math.min(1, share));
  }
}
