package cmtp.simulations.sim.federation;

import cmtp.node.net.StreamDialer;
import cmtp.node.peer.PeerSettings;
import cmtp.protocol.address.DomainName;
import cmtp.simulations.sim.network.SimulatedNetwork;
import cmtp.simulations.sim.network.SimulatedSockets;
import cmtp.simulations.sim.virtual.SeededRandom;
import java.net.InetAddress;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Whoever hands letters to nodes: the programs of users, hosts that nodes trust, strangers. */
public final class Clients {
  private static final int FLOODING_HOSTS = 4;

  private final ActorSystem<?> system;
  private final BiConsumer<String, Behavior<?>> spawner;
  private final SimulatedNetwork network;
  private final PeerSettings settings;
  private final SeededRandom random;
  private final Clock clock;
  private final Supplier<InetAddress> strangersHosts;
  private final Witness witness;
  private final Map<Sender, Map<DomainName, ActorRef<Writers.Command>>> writers =
      new EnumMap<>(Sender.class);
  private final StreamDialer[] flooding = new StreamDialer[FLOODING_HOSTS];
  private ActorRef<Flood.Command> flood;

  /**
   * @param spawner starts an actor of that name
   * @param strangersHosts gives hosts at no node's site
   */
  Clients(
      ActorSystem<?> system,
      BiConsumer<String, Behavior<?>> spawner,
      SimulatedNetwork network,
      PeerSettings settings,
      SeededRandom random,
      Clock clock,
      Supplier<InetAddress> strangersHosts,
      Witness witness) {
    this.system = system;
    this.spawner = spawner;
    this.network = network;
    this.settings = settings;
    this.random = random;
    this.clock = clock;
    this.strangersHosts = strangersHosts;
    this.witness = witness;
  }

  /** Those who hand in letters at this node, from that host, as often as it takes. */
  void start(SimulatedNode node, Sender as, InetAddress host) {
    String name = as.name().toLowerCase(java.util.Locale.ROOT) + "-" + node.name();
    SeededRandom chance = random.part(name);
    Behavior<Writers.Command> behavior =
        Writers.create(server(node), as, dialer(host, chance), chance, witness);
    Map<DomainName, ActorRef<Writers.Command>> known =
        writers.computeIfAbsent(as, any -> new HashMap<>());
    spawn(name, behavior, ref -> known.put(node.domain(), ref));
  }

  private static Submission.Server server(SimulatedNode node) {
    return new Submission.Server(node.address(), node.domain(), node.publicKey());
  }

  private StreamDialer dialer(InetAddress host, SeededRandom chance) {
    return new StreamDialer(
        system, new SimulatedSockets(network, host, () -> true), settings, chance, clock::millis);
  }

  private <C> void spawn(String name, Behavior<C> behavior, Consumer<ActorRef<C>> started) {
    spawner.accept(
        name,
        Behaviors.<C>setup(
            context -> {
              started.accept(context.getSelf());
              return behavior;
            }));
  }

  /**
   * Somebody has a letter now, to be handed in until the node has said that it has it, or never
   * will.
   *
   * @param at the domain whose node it is handed to
   */
  public void send(Letter letter, Sender as, DomainName at) {
    witness.written(letter, as, at);
    writers.get(as).get(at).tell(new Writers.Send(letter));
  }

  void startFlood() {
    SeededRandom chance = random.part("flood");
    for (int i = 0; i < FLOODING_HOSTS; i++) {
      flooding[i] = dialer(strangersHosts.get(), chance.part("host " + i));
    }
    spawn("flood", Flood.create(chance, witness), ref -> flood = ref);
  }

  /**
   * A stranger connects, hands these letters in, and never asks again what became of them.
   *
   * @param number of the stranger: a few hosts are all strangers'
   */
  public void flood(SimulatedNode node, int number, List<Letter> letters) {
    letters.forEach(letter -> witness.written(letter, Sender.STRANGER, node.domain()));
    flood.tell(new Flood.Wave(server(node), flooding[number % FLOODING_HOSTS], letters));
  }
}
