package cmtp.simulations.sim.federation;

import cmtp.node.NodeSettings;
import cmtp.node.delivery.RemoteDomain;
import cmtp.node.mailbox.Directory;
import cmtp.node.mailbox.DomainSetup;
import cmtp.node.mailbox.Mailbox;
import cmtp.persistence.journal.JournalSettings;
import cmtp.persistence.mailbox.Entry;
import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.record.KeyRecord;
import cmtp.simulations.sim.disk.Disk;
import cmtp.simulations.sim.disk.SimulatedContents;
import cmtp.simulations.sim.disk.Storage;
import cmtp.simulations.sim.network.PoisonHost;
import cmtp.simulations.sim.network.SimulatedDns;
import cmtp.simulations.sim.network.SimulatedNetwork;
import cmtp.simulations.sim.network.SimulatedSockets;
import cmtp.simulations.sim.virtual.SeededRandom;
import cmtp.simulations.sim.virtual.VirtualSystem;
import cmtp.simulations.sim.virtual.VirtualTime;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * All nodes and users of a federation, in one actor system on virtual time. What happens to them is
 * decided elsewhere; here it is done.
 */
public final class FederationWorld {
  /** The network whose hosts nodes trust, to be set as {@code cmtp.trusted-networks}. */
  public static final String TRUSTED_NETWORK = "172.16.0.0/12";

  private static final int HOSTS = 0x0A000000;
  private static final int TRUSTED_HOSTS = 0xAC100000;
  private static final int PORT = 2424;
  private static final int XZIBIT_VERSION = 2;
  private static final Duration RECORD_TTL = Duration.ofMinutes(10);

  private sealed interface Command {}

  private record Spawn(String name, Behavior<?> behavior) implements Command {}

  private record Stop(String name) implements Command {}

  private final VirtualTime time = new VirtualTime();
  private final SeededRandom random;
  private final NodeSettings settings;
  private final SimulatedNetwork network;
  private final SimulatedDns dns;
  private final Storage storage;
  private final ActorSystem<Command> system;
  private final Map<String, SimulatedNode> nodes = new HashMap<>();
  private final Clients clients;
  private final Map<SimulatedNode, Integer> sites = new HashMap<>();
  private int hosts;
  private long lists;

  /**
   * @param overrides of the nodes' settings, by full name
   * @param watcher told of every event on a node's stable storage
   */
  public FederationWorld(
      long seed, Map<String, String> overrides, Storage.Watcher watcher, Witness witness) {
    this.random = new SeededRandom(seed);
    this.settings = NodeSettings.load(java.util.Optional.empty(), overrides);
    this.network = new SimulatedNetwork(time, random.part("network"));
    this.dns =
        new SimulatedDns(time, random.part("dns"), settings.federation().resolver().budget());
    this.storage = new Storage(watcher);
    this.system =
        VirtualSystem.create(
            time, random.part("library").nextLong(), guardian(), config(), storage);
    this.clients =
        new Clients(
            system,
            (name, behavior) -> system.tell(new Spawn(name, behavior)),
            network,
            settings.federation().peer(),
            random,
            time.clock(),
            () -> newHost().getAddress(),
            witness);
    clients.startFlood();
  }

  private static Config config() {
    return ConfigFactory.parseResources(FederationWorld.class, "federation.conf")
        .withFallback(JournalSettings.serialization());
  }

  private static Behavior<Command> guardian() {
    return Behaviors.setup(
        context ->
            Behaviors.receive(Command.class)
                .onMessage(Spawn.class, spawn -> spawn(context, spawn))
                .onMessage(Stop.class, stop -> stop(context, stop))
                .build());
  }

  private static Behavior<Command> spawn(ActorContext<Command> context, Spawn spawn) {
    context.spawn(spawn.behavior(), spawn.name());
    return Behaviors.same();
  }

  private static Behavior<Command> stop(ActorContext<Command> context, Stop stop) {
    context.getChild(stop.name()).ifPresent(context::stop);
    return Behaviors.same();
  }

  public VirtualTime time() {
    return time;
  }

  public SimulatedNetwork network() {
    return network;
  }

  public SimulatedDns dns() {
    return dns;
  }

  public NodeSettings settings() {
    return settings;
  }

  /** The node that a run was of. */
  public SimulatedNode nodeOfRun(String run) {
    return nodes.get(run.substring(0, run.lastIndexOf('.')));
  }

  private InetSocketAddress newHost() {
    return new InetSocketAddress(address(HOSTS | ++hosts), PORT);
  }

  private InetAddress newTrustedHost() {
    return address(TRUSTED_HOSTS | ++hosts);
  }

  private static InetAddress address(int number) {
    try {
      return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(number).array());
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("four bytes are not an address", impossible);
    }
  }

  /** A node for a domain; not started, and not in DNS. */
  public SimulatedNode addNode(String name, DomainName domain) {
    SimulatedNode node =
        new SimulatedNode(
            name,
            domain,
            newHost(),
            new Disk(time, random.part("disk " + name)),
            random.part("node " + name),
            time.clock());
    nodes.put(name, node);
    network.place(node.address().getAddress(), nodes.size());
    sites.put(node, nodes.size());
    return node;
  }

  /** Says in DNS that the domain is at this node. */
  public void publish(SimulatedNode node) {
    dns.publish(node.domain(), List.of(node.address()), RECORD_TTL);
  }

  public void start(SimulatedNode node) {
    if (node.isUp()) {
      return;
    }
    Disk.Session session = node.begin();
    network.powerOn(node.address().getAddress());
    storage.open(node.run(), session);
    NodeRun.Parts parts =
        new NodeRun.Parts(
            settings,
            node.identity(),
            node.address(),
            new SimulatedSockets(network, node.address().getAddress(), () -> !session.isOver()),
            dns.resolver(node.address()),
            new SimulatedContents(session),
            new ArrayList<>(new java.util.TreeSet<>(node.disk().stored().remembered())),
            new Postmasters(node),
            node.random(),
            node.clock(),
            serving -> {
              if (!session.isOver()) {
                node.serves(serving);
              }
            });
    system.tell(new Spawn(node.run(), NodeRun.create(parts)));
  }

  /** Real ones take most of a second each, for a password that nobody would use here. */
  private final class Postmasters implements DomainSetup.Postmasters {
    private final SimulatedNode node;

    Postmasters(SimulatedNode node) {
      this.node = node;
    }

    @Override
    public CompletionStage<DomainSetup.NewAccount> make(Address address) {
      return CompletableFuture.completedStage(
          account(new User(address, SigningKey.generate(node.random()))));
    }

    @Override
    public void discard(Address address) {}
  }

  private DomainSetup.NewAccount account(User user) {
    KeyRecord record =
        KeyRecord.first(
            user.key(), user.address().account(), user.address().domain(), time.millis());
    Bytes version = Bytes.wrap(ByteBuffer.allocate(4).putInt(XZIBIT_VERSION).array());
    Bytes xzibit = Bytes.concat(version, random.next(Limits.XZIBIT_BYTES - version.length()));
    return new DomainSetup.NewAccount(record.record().bytes(), xzibit);
  }

  /** The process is gone, at once; with the machine, if the power is. */
  public void crash(SimulatedNode node, boolean powerCut) {
    if (!node.isUp()) {
      return;
    }
    String run = node.run();
    Disk.Session session = node.end().orElseThrow();
    node.disk().crash(session, powerCut);
    if (powerCut) {
      network.powerOff(node.address().getAddress());
    } else {
      network.processEnds(node.address().getAddress());
    }
    storage.close(run);
    system.tell(new Stop(run));
  }

  /** A user's keys; the account is made by {@link #openAccount}. */
  public User newUser(AccountName name, DomainName domain) {
    Address address = new Address(name, domain);
    return new User(address, SigningKey.generate(random.part("user " + address)));
  }

  /** Makes the account on the node, which serves. */
  public void openAccount(SimulatedNode node, User user) {
    DomainSetup.NewAccount account = account(user);
    ActorRef<Directory.Reply> noted = system.<Directory.Reply>ignoreRef().narrow();
    node.mailboxes()
        .orElseThrow()
        .tell(node.domain(), new Directory.ListName(user.address().account(), noted));
    node.mailboxes()
        .orElseThrow()
        .tell(
            user.address(),
            new Mailbox.Open(
                account.keyRecord(), account.xzibit(), system.<Mailbox.Reply>ignoreRef().narrow()));
  }

  /** Whoever hands in letters at this node: each has its own address, strangers their own site. */
  public void startClients(SimulatedNode node) {
    InetAddress users = newHost().getAddress();
    InetAddress trusted = newTrustedHost();
    network.place(users, sites.get(node));
    network.place(trusted, sites.get(node));
    clients.start(node, Sender.WRITER, users);
    clients.start(node, Sender.TRUSTED_HOST, trusted);
    clients.start(node, Sender.STRANGER, newHost().getAddress());
  }

  public Clients clients() {
    return clients;
  }

  /** What an operator does when a domain's key is disputed: says which one is right. */
  public void trust(SimulatedNode node, DomainName domain, Bytes key) {
    node.queues()
        .ifPresent(
            queues ->
                queues.tell(
                    domain,
                    new RemoteDomain.Trust(
                        key, system.<RemoteDomain.Changed>ignoreRef().narrow())));
  }

  /** What an operator does when a domain is known to be back. */
  public void retry(SimulatedNode node, DomainName domain) {
    node.queues()
        .ifPresent(
            queues ->
                queues.tell(
                    domain,
                    new RemoteDomain.Retry(
                        List.of(), system.<RemoteDomain.Changed>ignoreRef().narrow())));
  }

  /** A domain of which every node is told that the next one has it. */
  public void addRing(DomainName domain, List<SimulatedNode> ring) {
    dns.publishRing(domain, ring.stream().map(SimulatedNode::address).toList(), RECORD_TTL);
  }

  /** The node of that name. */
  public SimulatedNode node(String name) {
    return nodes.get(name);
  }

  /** A host that takes connections and makes no good use of them, at a domain's address. */
  public void addPoison(DomainName domain) {
    InetSocketAddress at = newHost();
    new PoisonHost(network, at, random.part("poison " + domain));
    dns.publish(domain, List.of(at), RECORD_TTL);
  }

  /** What a mailbox lists, asked of its actor; told when it has answered. */
  public void list(SimulatedNode node, Address address, Consumer<List<Entry>> then) {
    List<Entry> all = new ArrayList<>();
    node.mailboxes()
        .ifPresent(
            mailboxes ->
                system.tell(
                    new Spawn(
                        "list-" + address + "-" + (++lists),
                        MailboxReader.create(address, mailboxes, all, then))));
  }
}
