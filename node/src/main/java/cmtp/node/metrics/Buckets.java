package cmtp.node.metrics;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Histograms of time, which is reported in milliseconds and exposed in seconds. */
final class Buckets {
  private static final double MS_A_SECOND = 1000;

  /** From a write to a slow disk's worst. */
  private static final double[] SHORT = {
    .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30
  };

  /** From one hop to the five days that mail may wait. */
  private static final double[] LONG = {
    .01, .05, .1, .5, 1, 5, 30, 60, 300, 1800, 3600, 14_400, 86_400, 432_000
  };

  private Buckets() {}

  static Histogram shortTimes(PrometheusRegistry registry, String name, String help) {
    return times(name, help, SHORT).register(registry);
  }

  static Histogram shortTimes(
      PrometheusRegistry registry, String name, String help, String... labels) {
    return times(name, help, SHORT).labelNames(labels).register(registry);
  }

  static Histogram longTimes(PrometheusRegistry registry, String name, String help) {
    return times(name, help, LONG).register(registry);
  }

  private static Histogram.Builder times(String name, String help, double[] bounds) {
    return Histogram.builder().name(name).help(help).classicOnly().classicUpperBounds(bounds);
  }

  static double seconds(long millis) {
    return Math.max(0, millis) / MS_A_SECOND;
  }
}
