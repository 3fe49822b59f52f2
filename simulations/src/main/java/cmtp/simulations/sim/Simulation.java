package cmtp.simulations.sim;

import cmtp.node.NodeSettings;
import cmtp.node.net.ConnectionLimits;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.simulations.sim.check.Audit;
import cmtp.simulations.sim.check.Ledger;
import cmtp.simulations.sim.check.Violation;
import cmtp.simulations.sim.federation.FederationWorld;
import cmtp.simulations.sim.federation.SimulatedNode;
import cmtp.simulations.sim.federation.User;
import cmtp.simulations.sim.scenario.Fault;
import cmtp.simulations.sim.scenario.Scenario;
import cmtp.simulations.sim.virtual.SeededRandom;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One run of a scenario from one seed. The same scenario, seed and faults have the same course and
 * the same trace hash. For one thread, which it needs from the beginning to the end.
 *
 * <pre>
 *   nodes start, accounts are opened -> users write, faults come and go -> everything is made whole
 *   -> time to settle -> all nodes are killed and started once more -> mailboxes are audited
 * </pre>
 */
public final class Simulation implements Ledger.Surroundings {
  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final Duration ACCOUNTS = Duration.ofSeconds(20);
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
  private static final Duration AUDIT = Duration.ofMinutes(5);
  private static final long VERIFIED_MAX = 10_000;

  private final Scenario scenario;
  private final long seed;
  private final List<Fault> faults;
  private final Consumer<Progress> progress;
  private final SeededRandom random;
  private final Ledger ledger;
  private final FederationWorld world;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final Map<String, SimulatedNode> byDomain = new HashMap<>();
  private final List<List<User>> users = new ArrayList<>();
  private final Set<String> addresses = new HashSet<>();
  private final List<DomainName> poisoned = new ArrayList<>();
  private final FaultInjector injector;
  private final Floods floods;
  private final Map<String, SimulatedNode> impostors = new HashMap<>();
  private Duration begun = Duration.ZERO;
  private boolean settled;
  private long verified;

  /** How far a run is, for those who wait for it. */
  public record Progress(Duration simulated, Duration whole, long mails, long arrived) {}

  /**
   * @param faults of the scenario's plan for this seed, or fewer
   * @param progress told now and then
   */
  public Simulation(Scenario scenario, long seed, List<Fault> faults, Consumer<Progress> progress) {
    this.scenario = scenario;
    this.seed = seed;
    this.faults = List.copyOf(faults);
    this.progress = progress;
    this.random = new SeededRandom(seed).part("work");
    Map<String, String> settings = nodeSettings();
    this.ledger =
        new Ledger(NodeSettings.load(Optional.empty(), settings).federation().delivery(), this);
    this.world = new FederationWorld(seed, settings, ledger, ledger);
    this.floods = new Floods(world, users, new SeededRandom(seed).part("floods"));
    this.injector =
        new FaultInjector(
            world,
            nodes,
            scenario.weather(),
            ledger,
            new SeededRandom(seed).part("injector"),
            this::impostor,
            (node, strength) -> floods.set(node, strength));
  }

  private Map<String, String> nodeSettings() {
    Map<String, String> settings = new TreeMap<>(scenario.node());
    settings.putIfAbsent("cmtp.trusted-networks", "[\"" + FederationWorld.TRUSTED_NETWORK + "\"]");
    return settings;
  }

  /** Runs it to its end, or to its first violation. */
  public Result run() {
    long wall = System.nanoTime();
    long cpu = threadCpu();
    CrashLog.listen(ledger::crashed);
    try {
      build();
      if (work() && settle()) {
        audit();
      }
    } finally {
      CrashLog.end();
    }
    return result(System.nanoTime() - wall, threadCpu() - cpu);
  }

  private static long threadCpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Goes on to that time; false if something was wrong before. */
  private boolean runTo(Duration limit) {
    while (ledger.violation().isEmpty() && world.time().step(limit)) {
      continue;
    }
    if (ledger.violation().isEmpty()) {
      world.time().runTo(limit);
    }
    checkLimits();
    return ledger.violation().isEmpty();
  }

  private void checkLimits() {
    ConnectionLimits limits = world.settings().connectionLimits();
    ledger.checkConnections(
        world.network().mostServed(), limits.connectionsMax(), limits.connectionsPerAddressMax());
  }

  private void build() {
    world.network().setWeather(scenario.weather());
    for (int i = 0; i < scenario.domains(); i++) {
      DomainName domain = new DomainName("d" + i + ".example");
      SimulatedNode node = world.addNode("n" + i, domain);
      nodes.add(node);
      byDomain.put(domain.value(), node);
      world.publish(node);
      world.start(node);
      world.startClients(node);
    }
    for (int i = 0; i < scenario.poison(); i++) {
      DomainName domain = new DomainName("poison" + i + ".example");
      poisoned.add(domain);
      world.addPoison(domain);
    }
    world.addRing(Workload.RING, nodes);
    startAll();
    nodes.forEach(this::openAccounts);
    runTo(world.time().elapsed().plus(ACCOUNTS));
  }

  private void startAll() {
    Duration limit = world.time().elapsed().plus(START_MAX);
    while (!nodes.stream().allMatch(SimulatedNode::isServing)
        && world.time().elapsed().compareTo(limit) < 0
        && runTo(world.time().elapsed().plusSeconds(1))) {
      continue;
    }
    if (!nodes.stream().allMatch(SimulatedNode::isServing) && ledger.violation().isEmpty()) {
      ledger.crashed("not all nodes serve " + START_MAX + " after their start");
    }
  }

  private void openAccounts(SimulatedNode node) {
    List<User> here = new ArrayList<>();
    for (int i = 0; i < scenario.users(); i++) {
      User user = world.newUser(new AccountName("u" + i), node.domain());
      here.add(user);
      addresses.add(user.address().toString());
      world.openAccount(node, user);
    }
    users.add(here);
  }

  private boolean work() {
    begun = world.time().elapsed();
    ledger.begins(scenario.duration());
    injector.schedule(faults);
    new Workload(world, scenario, users, poisoned, random).start();
    return runReporting(begun.plus(scenario.duration()), () -> false);
  }

  /** Looks, now and then, whether it is over. */
  private boolean runReporting(Duration limit, java.util.function.BooleanSupplier over) {
    boolean right = true;
    while (right && world.time().elapsed().compareTo(limit) < 0 && !over.getAsBoolean()) {
      Duration next = world.time().elapsed().plus(LOOK_EVERY);
      right = runTo(next.compareTo(limit) < 0 ? next : limit);
      ledger.look();
      progress.accept(
          new Progress(world.time().elapsed(), limit, ledger.acknowledged(), ledger.arrived()));
    }
    return right;
  }

  private boolean settle() {
    ledger.happens("everything is made whole");
    injector.heal();
    Duration limit = world.time().elapsed().plus(scenario.settle());
    boolean right =
        runReporting(
            limit,
            () -> {
              ledger.disputes().forEach(one -> operatorTrusts(one.node(), one.domain()));
              return ledger.isSettled();
            });
    settled = ledger.isSettled();
    if (right) {
      ledger.checkEnd();
    }
    return ledger.violation().isEmpty();
  }

  /** The operator has asked the domain's people, and knows their key. */
  private void operatorTrusts(SimulatedNode node, String domain) {
    SimulatedNode right = byDomain.get(domain);
    if (right != null) {
      world.trust(node, right.domain(), right.publicKey().bytes());
    }
  }

  private void audit() {
    nodes.forEach(node -> world.crash(node, false));
    nodes.forEach(world::start);
    startAll();
    long messages = ledger.arrived();
    Audit audit = new Audit(ledger, world.settings().quotaBytes(), messages / VERIFIED_MAX);
    int[] asked = {0};
    for (int i = 0; i < nodes.size(); i++) {
      SimulatedNode node = nodes.get(i);
      for (User user : users.get(i)) {
        asked[0]++;
        world.list(
            node,
            user.address(),
            entries -> {
              asked[0]--;
              audit.mailbox(node, user.address().toString(), entries);
            });
      }
      audit.receipts(node);
    }
    runTo(world.time().elapsed().plus(AUDIT));
    if (asked[0] > 0) {
      ledger.crashed(asked[0] + " mailboxes do not answer after a restart");
    }
    audit.finish();
    verified = audit.verified();
  }

  private void impostor(SimulatedNode node, boolean starts) {
    String name = FaultInjector.impostorName(node);
    SimulatedNode impostor =
        impostors.computeIfAbsent(name, any -> world.addNode(name, node.domain()));
    if (!starts) {
      world.crash(impostor, false);
      return;
    }
    world.start(impostor);
    world.time().after(Duration.ofSeconds(10), () -> openAll(node, impostor));
  }

  private void openAll(SimulatedNode node, SimulatedNode impostor) {
    if (impostor.isServing()) {
      users.get(nodes.indexOf(node)).forEach(user -> world.openAccount(impostor, user));
    }
  }

  private Result result(long wallNanos, long cpuNanos) {
    return new Result(
        scenario,
        seed,
        faults,
        ledger.violation(),
        ledger.violation().map(this::story).orElse(List.of()),
        world.time().trace().toString(),
        new Result.Counts(
            ledger.written(),
            ledger.acknowledged(),
            ledger.arrived(),
            ledger.reported(),
            ledger.dials(),
            verified,
            world.network().connectionsMade(),
            world.network().packets(),
            world.network().bytes(),
            world.dns().questions(),
            nodes.stream().mapToLong(node -> node.disk().syncs()).sum(),
            world.time().eventsDone(),
            world.time().tasksDone()),
        ledger.latencies(),
        ledger.course(),
        world.time().elapsed(),
        settled,
        Duration.ofNanos(wallNanos),
        Duration.ofNanos(cpuNanos));
  }

  private List<String> story(Violation violation) {
    return ledger.story(violation.mid());
  }

  @Override
  public long nowNanos() {
    return world.time().nowNanos();
  }

  @Override
  public SimulatedNode nodeOfRun(String run) {
    return world.nodeOfRun(run);
  }

  @Override
  public boolean exists(String address) {
    return addresses.contains(address);
  }

  @Override
  public Optional<VerifyKey> keyOf(String domain) {
    return Optional.ofNullable(byDomain.get(domain)).map(SimulatedNode::publicKey);
  }

  @Override
  public int connections(SimulatedNode from, String domain) {
    SimulatedNode to = byDomain.get(domain);
    return to == null
        ? 0
        : world.network().connections(from.address().getAddress(), to.address().getAddress());
  }

  @Override
  public boolean hasTrueClock(SimulatedNode node) {
    return injector.hasTrueClock(node);
  }

  @Override
  public boolean isImpostor(SimulatedNode node) {
    return impostors.containsKey(node.name());
  }
}
