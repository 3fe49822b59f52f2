package cmtp.simulations.load;

import cmtp.simulations.load.FairnessRun.Load;
import cmtp.simulations.load.FairnessRun.Part;
import cmtp.simulations.load.FairnessRun.Side;
import cmtp.simulations.machine.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What bad domains do to the mail of good ones.
 *
 * @param parts of which every other one has the bad domains' mail at the same sender
 */
record FairnessReport(List<Part> parts, int domains, Load load, Machine machine) {
  /** How much larger the p99 may be that has bad domains beside it. */
  static final double LIMIT = 1.2;

  FairnessReport {
    parts = List.copyOf(parts);
  }

  /** All that was submitted was accepted and has arrived. */
  boolean isFlawless() {
    return parts.stream().allMatch(p -> p.without().isFlawless() && p.with().isFlawless());
  }

  private static Stream<PairedSlices.Pair> pairs(Part part) {
    List<Journeys.Times> without = part.without().slices();
    List<Journeys.Times> with = part.with().slices();
    return IntStream.range(0, without.size())
        .mapToObj(i -> new PairedSlices.Pair(without.get(i).millis(), with.get(i).millis()));
  }

  /** Of all parts. */
  PairedSlices slices() {
    return new PairedSlices(parts.stream().flatMap(FairnessReport::pairs).toList());
  }

  private static double ratio(Part part) {
    return new PairedSlices(pairs(part).toList()).ratio();
  }

  Map<String, Object> toJson() {
    PairedSlices slices = slices();
    PairedSlices.Range range = slices.range();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("p99Ratio", rounded(slices.ratio()));
    json.put("p99Ratio95Percent", List.of(rounded(range.low()), rounded(range.high())));
    json.put("slices", slices.pairs().size());
    json.put("medianSliceRatio", rounded(slices.median()));
    json.put("slicesAboveLimit", slices.above(LIMIT));
    json.put("limit", LIMIT);
    json.put("without", sides(Part::without));
    json.put("with", sides(Part::with));
    json.put("parts", parts.stream().map(this::partJson).toList());
    json.put("domains", domains);
    json.put("messagesPerSecondAndSender", load.rate());
    json.put("leadSeconds", load.leadSeconds());
    json.put("backlogPerBadDomain", load.backlog());
    json.put("machine", machine.toJson());
    return json;
  }

  private Map<String, Object> partJson(Part part) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("withBacklog", part.withBacklog());
    json.put("p99Ratio", rounded(ratio(part)));
    othersPercent(part).ifPresent(percent -> json.put("othersPercent", percent));
    json.put(
        "sliceRatios", pairs(part).map(PairedSlices.Pair::ratio).map(r -> rounded(r)).toList());
    json.put("without", sideJson(part.without()));
    json.put("with", sideJson(part.with()));
    return json;
  }

  private static Map<String, Object> sideJson(Side side) {
    Map<String, Object> json = sides(List.of(side));
    json.put("missing", side.missing());
    json.put("failures", side.failures());
    json.put("badWaiting", side.badWaiting());
    return json;
  }

  private Map<String, Object> sides(Function<Part, Side> which) {
    return sides(parts.stream().map(which).toList());
  }

  private static Map<String, Object> sides(List<Side> sides) {
    Histogram millis = millis(sides);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("messages", millis.getTotalCount());
    json.put("p50Millis", millis.getValueAtPercentile(50));
    json.put("p99Millis", millis.getValueAtPercentile(PairedSlices.PERCENTILE));
    json.put("maxMillis", millis.getMaxValue());
    if (isCpuKnown(sides)) {
      json.put("cpuMillisPerMessage", rounded(cpuMillis(sides) / millis.getTotalCount()));
      json.put("cpuSecondsPerSecond", rounded(cpuMillis(sides) / 1000 / seconds(sides)));
    }
    return json;
  }

  private static Histogram millis(List<Side> sides) {
    Histogram sum = new Histogram(Journeys.DIGITS);
    sides.forEach(side -> sum.add(side.millis()));
    return sum;
  }

  private static boolean isCpuKnown(List<Side> sides) {
    return sides.stream().allMatch(side -> side.cpuMillis().isPresent() && side.seconds() > 0)
        && millis(sides).getTotalCount() > 0;
  }

  private static double cpuMillis(List<Side> sides) {
    return sides.stream().mapToLong(side -> side.cpuMillis().orElse(0)).sum();
  }

  private static double seconds(List<Side> sides) {
    return sides.stream().mapToDouble(Side::seconds).sum();
  }

  private OptionalLong othersPercent(Part part) {
    double all = part.without().seconds() * 1000 * machine.processors();
    return part.othersMillis().isPresent() && all > 0
        ? OptionalLong.of(Math.round(part.othersMillis().getAsLong() * 100 / all))
        : OptionalLong.empty();
  }

  Outcome outcome() {
    return new Outcome(isFlawless(), lines(), toJson(), page -> FairnessPage.fill(page, this));
  }

  /** The same for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "%,.0f messages/s to %d domains from each of two senders at the same time; \"with\" has"
                + " %,d more waiting for each bad domain",
            load.rate(), domains, load.backlog()));
    parts.forEach(part -> lines.addAll(lines(part)));
    lines.add("all parts");
    lines.add("  without   " + line(parts.stream().map(Part::without).toList()));
    lines.add("  with      " + line(parts.stream().map(Part::with).toList()));
    lines.add(verdict());
    lines.add(
        "The senders share the machine: what bad domains cost in CPU slows both, and is not in the"
            + " ratio.");
    lines.add("machine     " + machine);
    return lines;
  }

  String verdict() {
    PairedSlices slices = slices();
    PairedSlices.Range range = slices.range();
    return text(
        "p99 with / without = %.2f, in 95 of 100 draws of the slices %.2f to %.2f; of single slices"
            + " %.2f in the median, above %.1f in %d of %d",
        slices.ratio(),
        range.low(),
        range.high(),
        slices.median(),
        LIMIT,
        slices.above(LIMIT),
        slices.pairs().size());
  }

  /** Of one part, as soon as it is over. */
  List<String> lines(Part part) {
    String others = othersPercent(part).isPresent() ? "" + othersPercent(part).getAsLong() : "?";
    return List.of(
        text(
            "bad domains' mail at %s: p99 ratio %.2f; others used %s %% of the machine",
            part.withBacklog(), ratio(part), others),
        "  without   " + line(List.of(part.without())) + waiting(part.without()),
        "  with      " + line(List.of(part.with())) + waiting(part.with()));
  }

  private static String line(List<Side> sides) {
    Histogram millis = millis(sides);
    return text(
        "%,7d arrived, p50 %d ms, p99 %d ms, max %d ms; %s; %d missing, %d failed",
        millis.getTotalCount(),
        millis.getValueAtPercentile(50),
        millis.getValueAtPercentile(PairedSlices.PERCENTILE),
        millis.getMaxValue(),
        cpu(sides),
        sides.stream().mapToLong(side -> side.missing()).sum(),
        sides.stream().mapToLong(side -> side.failures().size()).sum());
  }

  private static String waiting(Side side) {
    return text(", %,d for bad domains wait", side.badWaiting());
  }

  private static String cpu(List<Side> sides) {
    return isCpuKnown(sides)
        ? text(
            "CPU %.2f ms a message, %.3f s a second",
            cpuMillis(sides) / millis(sides).getTotalCount(),
            cpuMillis(sides) / 1000 / seconds(sides))
        : "CPU unknown";
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
