package cmtp.simulations.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes samples, and checks at each that nothing was lost and no bound was passed. */
final class Recorder {
  private static final int HALF = 50;
  private static final int NEARLY_ALL = 99;

  private final World world;
  private final List<Sample> samples = new ArrayList<>();
  private final long[] lastDials;
  private Tally last = Tally.sum(List.of());
  private double lastBusyMs;
  private int lastMs;

  Recorder(World world) {
    this.world = world;
    this.lastDials = new long[world.tallies.size()];
  }

  List<Sample> samples() {
    return samples;
  }

  void sample(int nowMs) {
    mustHold();
    int[] oldest = new int[world.tallies.size()];
    long[] waiting = new long[oldest.length];
    int inMemory = look(nowMs, oldest, waiting);
    List<Sample.OfKind> kinds = new ArrayList<>();
    Tally now = Tally.sum(world.tallies);
    Sample.OfKind all =
        ofKind(
            now,
            Arrays.stream(waiting).sum(),
            Arrays.stream(oldest).max().orElse(0),
            now.dials - last.dials);
    for (int k = 0; k < oldest.length; k++) {
      Tally tally = world.tallies.get(k);
      kinds.add(ofKind(tally, waiting[k], oldest[k], tally.dials - lastDials[k]));
      lastDials[k] = tally.dials;
    }
    double busyMs = world.nodes.stream().mapToDouble(SendingNode::busyMs).sum();
    double couldMs =
        (double) (nowMs - lastMs) * world.nodes.size() * world.scenario.machine().cores();
    samples.add(
        new Sample(
            nowMs,
            now.accepted - last.accepted,
            now.refusedFull + now.refusedBusy - last.refusedFull - last.refusedBusy,
            now.delivered - last.delivered,
            now.failed() - last.failed(),
            now.notices - last.notices,
            now.dials - last.dials,
            now.dialsFailed - last.dialsFailed,
            world.nodes.stream().mapToInt(node -> node.order.held()).sum(),
            world.nodes.stream().mapToInt(node -> node.order.waiting()).sum(),
            couldMs == 0 ? 0 : (busyMs - lastBusyMs) / couldMs,
            inMemory,
            all,
            kinds));
    last = now;
    lastBusyMs = busyMs;
    lastMs = nowMs;
  }

  /** What each domain's queue holds, which must be what was counted. */
  private int look(int nowMs, int[] oldest, long[] waiting) {
    Domains domains = world.domains;
    long idleMs = world.scenario.delivery().idle().toMillis();
    int inMemory = 0;
    for (int domain = 0; domain < domains.count(); domain++) {
      int kind = domains.kind[domain];
      int first = domains.oldest[domain];
      if (first != Messages.NONE) {
        waiting[kind] += domains.waiting[domain];
        oldest[kind] = Math.max(oldest[kind], nowMs - world.messages.acceptedMs[first]);
        inMemory++;
      } else if (domains.quietSinceMs[domain] > Math.max(0, nowMs - idleMs)) {
        inMemory++;
      }
    }
    return inMemory;
  }

  private static Sample.OfKind ofKind(Tally tally, long waiting, int oldestMs, long dials) {
    if (tally.waiting != waiting) {
      throw new IllegalStateException(
          tally.kind + ": " + waiting + " in the queues, " + tally.waiting + " counted");
    }
    boolean any = tally.recentDelayMs.getTotalCount() > 0;
    Sample.OfKind found =
        new Sample.OfKind(
            waiting,
            oldestMs,
            any ? tally.recentDelayMs.getValueAtPercentile(HALF) : 0,
            any ? tally.recentDelayMs.getValueAtPercentile(NEARLY_ALL) : 0,
            dials);
    tally.recentDelayMs.reset();
    return found;
  }

  private void mustHold() {
    world.tallies.forEach(Tally::mustAddUp);
    for (SendingNode node : world.nodes) {
      int connectionsMax = world.scenario.delivery().connectionsMax();
      int dialsMax = 2 * world.scenario.delivery().dialsPerSecond(); // the rate and its burst
      if (node.heldMax() > connectionsMax || node.dialsInSecondMax() > dialsMax) {
        throw new IllegalStateException(
            node.heldMax() + " connections and " + node.dialsInSecondMax() + " dials in a second");
      }
    }
  }
}
