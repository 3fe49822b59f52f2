package cmtp.simulations.sim;

import cmtp.simulations.sim.check.Ledger;
import cmtp.simulations.sim.federation.FederationWorld;
import cmtp.simulations.sim.federation.SimulatedNode;
import cmtp.simulations.sim.network.SimulatedDns;
import cmtp.simulations.sim.network.Weather;
import cmtp.simulations.sim.scenario.Fault;
import cmtp.simulations.sim.scenario.FaultKind;
import cmtp.simulations.sim.virtual.SeededRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Makes faults begin and end. Faults may overlap: what holds for a node follows from all that are
 * in force, and ends with the last of them.
 */
final class FaultInjector {
  private static final Duration IMPOSTOR_PREPARES = Duration.ofSeconds(20);
  private static final int SYNCS_PASSED = 6;
  private static final Duration LIE_TTL = Duration.ofMinutes(1);

  private final FederationWorld world;
  private final List<SimulatedNode> nodes;
  private final Weather fair;
  private final Ledger ledger;
  private final SeededRandom random;
  private final BiConsumer<SimulatedNode, Boolean> impostors;
  private final BiConsumer<SimulatedNode, Integer> floods;
  private final Set<Fault> inForce = new LinkedHashSet<>();
  private final Set<SimulatedNode> wrongClocks = new HashSet<>();

  /**
   * @param impostors starts or stops the one that pretends to be a node
   * @param floods has so many strangers come to a node at once from now on
   */
  FaultInjector(
      FederationWorld world,
      List<SimulatedNode> nodes,
      Weather fair,
      Ledger ledger,
      SeededRandom random,
      BiConsumer<SimulatedNode, Boolean> impostors,
      BiConsumer<SimulatedNode, Integer> floods) {
    this.world = world;
    this.nodes = nodes;
    this.fair = fair;
    this.ledger = ledger;
    this.random = random;
    this.impostors = impostors;
    this.floods = floods;
  }

  /** From now on, times count from here. */
  void schedule(List<Fault> faults) {
    for (Fault fault : faults) {
      if (fault.kind() == FaultKind.CLOCK && fault.node() < nodes.size()) {
        wrongClocks.add(nodes.get(fault.node()));
      }
      world.time().after(fault.at(), () -> begin(fault));
      world.time().after(fault.at().plus(fault.length()), () -> end(fault));
    }
  }

  boolean hasTrueClock(SimulatedNode node) {
    return !wrongClocks.contains(node);
  }

  private void begin(Fault fault) {
    if (!fault.kind().isGlobal() && fault.node() >= nodes.size()) {
      return; // of a node that this federation has not got
    }
    ledger.happens("begins: " + fault);
    boolean first = inForce.stream().noneMatch(other -> isSame(other, fault));
    inForce.add(fault);
    if (fault.kind() == FaultKind.CRASH || fault.kind() == FaultKind.POWER_CUT) {
      crash(fault);
    } else if (first || fault.strength() > 0) {
      apply(fault);
    }
  }

  /** At once, or, as often as its strength says, when the node is just writing. */
  private void crash(Fault fault) {
    SimulatedNode node = node(fault);
    Runnable crash =
        () -> {
          if (inForce.contains(fault)) {
            world.crash(node, fault.kind() == FaultKind.POWER_CUT);
          }
        };
    if (random.chance(fault.strength())) {
      node.disk().interrupt(random.below(SYNCS_PASSED), crash);
    } else {
      crash.run();
    }
  }

  private static boolean isSame(Fault one, Fault other) {
    return one.kind() == other.kind() && (one.kind().isGlobal() || one.node() == other.node());
  }

  private void end(Fault fault) {
    if (inForce.remove(fault)) {
      ledger.happens("ends: " + fault);
      apply(fault);
    }
  }

  /** Everything is whole from now on. */
  void heal() {
    List.copyOf(inForce).forEach(this::end);
    nodes.forEach(world::start);
  }

  private SimulatedNode node(Fault fault) {
    return nodes.get(fault.node());
  }

  private boolean holds(FaultKind kind, SimulatedNode node) {
    return inForce.stream().anyMatch(f -> f.kind() == kind && (kind.isGlobal() || node(f) == node));
  }

  private double strongest(FaultKind kind, SimulatedNode node) {
    return inForce.stream()
        .filter(f -> f.kind() == kind && (kind.isGlobal() || node(f) == node))
        .mapToDouble(Fault::strength)
        .max()
        .orElse(0);
  }

  /** Makes true what is in force of this kind, there. */
  private void apply(Fault fault) {
    SimulatedNode node = fault.kind().isGlobal() ? null : node(fault);
    boolean holds = holds(fault.kind(), node);
    switch (fault.kind()) {
      case CRASH, POWER_CUT -> {
        if (!holds(FaultKind.CRASH, node) && !holds(FaultKind.POWER_CUT, node)) {
          world.start(node);
        }
      }
      case ISOLATION -> world.network().isolate(node.address().getAddress(), holds);
      case ONE_WAY -> world.network().mute(node.address().getAddress(), holds);
      case PARTITION -> world.network().split(holds);
      case SLOW_LINK, LOSS, RESETS -> setWeather(node);
      case DISK_ERRORS -> node.disk().failWith(strongest(FaultKind.DISK_ERRORS, node));
      case DISK_FULL -> node.disk().fill(holds);
      case DISK_SLOW -> node.disk().slowDown(Math.max(1, strongest(fault.kind(), node)));
      case DNS_SILENCE, DNS_SLOW -> setMood();
      case DNS_LIE -> lie(node, holds);
      case FLOOD -> floods.accept(node, (int) strongest(FaultKind.FLOOD, node));
      case MOVE -> node.move(holds);
      case CLOCK -> node.skew(holds ? skew(fault) : Duration.ZERO);
    }
  }

  private Duration skew(Fault fault) {
    return Duration.ofMillis((long) ((2 * random.unit() - 1) * fault.strength() * 60_000));
  }

  private void setWeather(SimulatedNode node) {
    double slower = strongest(FaultKind.SLOW_LINK, node);
    double loss = strongest(FaultKind.LOSS, node);
    double resets = strongest(FaultKind.RESETS, node);
    Weather there = slower > 0 ? fair.slower(slower) : fair;
    there = loss > 0 ? there.withLoss(loss) : there;
    there = resets > 0 ? there.withReset(resets) : there;
    world
        .network()
        .setWeather(
            node.address().getAddress(),
            there.equals(fair) ? Optional.empty() : Optional.of(there));
  }

  private void setMood() {
    SimulatedDns.Mood good = SimulatedDns.Mood.GOOD;
    double slower = Math.max(1, strongest(FaultKind.DNS_SLOW, null));
    world
        .dns()
        .setMood(
            new SimulatedDns.Mood(
                Duration.ofNanos((long) (good.latency().toNanos() * slower)),
                strongest(FaultKind.DNS_SILENCE, null)));
  }

  private void lie(SimulatedNode node, boolean holds) {
    impostors.accept(node, holds);
    if (holds) {
      world.time().after(IMPOSTOR_PREPARES, () -> lieIfHolds(node));
    } else {
      world.dns().endLie(node.domain());
    }
  }

  private void lieIfHolds(SimulatedNode node) {
    if (holds(FaultKind.DNS_LIE, node)) {
      world.dns().lie(node.domain(), impostorOf(node).address(), LIE_TTL);
    }
  }

  private SimulatedNode impostorOf(SimulatedNode node) {
    return world.node(impostorName(node));
  }

  static String impostorName(SimulatedNode node) {
    return "impostor-" + node.name();
  }
}
