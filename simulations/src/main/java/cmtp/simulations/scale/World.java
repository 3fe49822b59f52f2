package cmtp.simulations.scale;

import cmtp.node.delivery.RetrySchedule;
import cmtp.persistence.queue.Backoff;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** All that there is, and what changes it in one step. */
final class World {
  /** Kinds of events. */
  static final int WAKE = 0;

  static final int LINK = 1;
  static final int GATE = 2;
  static final int DUE = 3;
  static final int AGAIN = 4;

  final Scenario scenario;
  final EventWheel wheel = new EventWheel();
  final Messages messages = new Messages();
  final Links links = new Links();
  final Domains domains;
  final List<SendingNode> nodes = new ArrayList<>();
  final List<Tally> tallies = new ArrayList<>();
  final Trail trail;

  /** What the network and other nodes do by chance. */
  final SplittableRandom random;

  private final RetrySchedule schedule;
  private final DoubleSupplier chance;
  private final DomainKind[] kinds;
  private final Tally[] tallyOf;
  private final Weighted sizes;
  private final long[] sizeBytes;
  private long events;

  /**
   * @param chance numbers in [0,1) that scatter waits
   */
  World(Scenario scenario, DoubleSupplier chance, SplittableRandom random, Trail trail) {
    this.scenario = scenario;
    this.trail = trail;
    this.random = random;
    this.chance = chance;
    this.schedule = new RetrySchedule(scenario.delivery().retry());
    this.domains = new Domains(scenario.domains());
    this.kinds = scenario.kinds().toArray(DomainKind[]::new);
    for (DomainKind kind : kinds) {
      tallies.add(new Tally(kind.name()));
    }
    this.tallyOf = tallies.toArray(Tally[]::new);
    for (int i = 0; i < scenario.nodes(); i++) {
      nodes.add(new SendingNode(scenario.delivery(), scenario.machine().cores()));
    }
    this.sizes =
        Weighted.of(
            scenario.traffic().sizes().stream().mapToDouble(Scenario.Size::share).toArray());
    this.sizeBytes = scenario.traffic().sizes().stream().mapToLong(Scenario.Size::bytes).toArray();
    spreadKinds();
  }

  int drawSize() {
    return sizes.draw(random);
  }

  /** By rank where a kind names ranks, else by chance, which is the same for the same seed. */
  private void spreadKinds() {
    double[] shares = new double[kinds.length];
    for (int k = 0; k < kinds.length; k++) {
      shares[k] = kinds[k].share();
    }
    Weighted byShare = Weighted.of(shares);
    SplittableRandom drawn = new SplittableRandom(scenario.seed());
    for (int domain = 0; domain < domains.count(); domain++) {
      domains.kind[domain] = (byte) byShare.draw(drawn);
    }
    for (int k = 0; k < kinds.length; k++) {
      if (kinds[k].isNamedByRank()) {
        int to = Math.min(kinds[k].toRank(), domains.count());
        for (int rank = kinds[k].fromRank(); rank <= to; rank++) {
          domains.kind[rank - 1] = (byte) k;
        }
      }
    }
  }

  DomainKind kind(int domain) {
    return kinds[domains.kind[domain]];
  }

  Tally tally(int domain) {
    return tallyOf[domains.kind[domain]];
  }

  SendingNode node(int domain) {
    return nodes.size() == 1 ? nodes.get(0) : nodes.get(nodeNumber(domain));
  }

  int nodeNumber(int domain) {
    return (int) Long.remainderUnsigned(Mixer.mix(domain), nodes.size());
  }

  long delayMs(long failures) {
    return schedule.delayMs(failures, chance.getAsDouble());
  }

  void reached(int domain) {
    if (domains.isFailing(domain)) {
      domains.backoff(domain, domains.backoff(domain).succeeded());
    }
  }

  /**
   * A dial is about to be made.
   *
   * @return before when there is no other if this one fails
   */
  int dialStarted(int domain, int nowMs) {
    Backoff before = domains.backoff(domain);
    long retryMs = nowMs + delayMs(before.failures() + 1L);
    domains.backoff(domain, before.dialled(retryMs, nowMs));
    tally(domain).dials++;
    trail.dialled(domain, nowMs);
    return (int) Math.min(retryMs, EventWheel.TIME_MAX_MS);
  }

  void dialFailed(int domain) {
    domains.backoff(domain, domains.backoff(domain).failed(""));
    tally(domain).dialsFailed++;
  }

  long bytes(int size) {
    return sizeBytes[size];
  }

  double cpuMs(int size) {
    return bytes(size) * scenario.machine().mibMs() / (1 << 20);
  }

  void count() {
    events++;
  }

  long events() {
    return events;
  }
}
