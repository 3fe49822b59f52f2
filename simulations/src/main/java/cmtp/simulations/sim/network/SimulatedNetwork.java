package cmtp.simulations.sim.network;

import cmtp.simulations.sim.virtual.SeededRandom;
import cmtp.simulations.sim.virtual.VirtualTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All hosts and the connections between them. What TCP hides from its users is hidden here, too:
 * lost packets are sent again and come later, nothing comes twice or out of order; what it can't
 * hide is seen: refusals, resets, silence.
 */
public final class SimulatedNetwork {
  private static final long RETRANSMIT_NANOS = Duration.ofMillis(300).toNanos();
  private static final int RETRANSMISSIONS_MAX = 8;

  /** How long unanswered packets are sent again before a connection is given up. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private final VirtualTime time;
  private final SeededRandom random;
  private final Map<InetSocketAddress, Listening> listeners = new HashMap<>();
  private final Map<InetAddress, Set<Pipe>> pipes = new HashMap<>();
  private final Set<InetAddress> dead = new HashSet<>();
  private final Set<Way> blocked = new HashSet<>();
  private final Map<InetAddress, Integer> sites = new HashMap<>();
  private final Set<InetAddress> isolated = new HashSet<>();
  private final Set<InetAddress> muted = new HashSet<>();
  private boolean split;
  private final Map<InetAddress, Weather> local = new HashMap<>();
  private Weather weather = Weather.FAIR;
  private Served most = new Served(0, 0);
  private long connections;
  private long packets;
  private long bytes;

  /** From one host to another, in that direction. */
  private record Way(InetAddress from, InetAddress to) {}

  /** Connections that one host serves at the same time, and how many of them from one address. */
  public record Served(int inAll, int fromOne) {}

  private record Listening(Object owner, Consumer<Pipe> accepted) {}

  public SimulatedNetwork(VirtualTime time, SeededRandom random) {
    this.time = time;
    this.random = random;
  }

  VirtualTime time() {
    return time;
  }

  /** Fails if somebody listens there. */
  boolean listen(InetSocketAddress at, Object owner, Consumer<Pipe> accepted) {
    return listeners.putIfAbsent(at, new Listening(owner, accepted)) == null;
  }

  void unlisten(InetSocketAddress at, Object owner) {
    listeners.computeIfPresent(at, (any, one) -> one.owner() == owner ? null : one);
  }

  /**
   * Connects, in the time that it takes.
   *
   * @param done told the pipe, or nothing if there is none
   */
  void connect(
      InetAddress from, InetSocketAddress to, Duration timeout, Consumer<Optional<Pipe>> done) {
    connections++;
    Optional<Long> there = delay(from, to.getAddress(), 64);
    Optional<Long> back = delay(to.getAddress(), from, 64);
    boolean silent = there.isEmpty() || back.isEmpty() || dead.contains(to.getAddress());
    long nanos = silent ? Long.MAX_VALUE : there.get() + back.get();
    if (nanos >= timeout.toNanos()) {
      time.after(timeout, () -> done.accept(Optional.empty()));
      return;
    }
    time.afterNanos(nanos, () -> done.accept(arrived(from, to)));
  }

  private Optional<Pipe> arrived(InetAddress from, InetSocketAddress to) {
    Listening listening = listeners.get(to);
    if (listening == null || dead.contains(from)) {
      return Optional.empty();
    }
    Pipe pipe = new Pipe(this, from, to.getAddress());
    pipes.computeIfAbsent(from, any -> new LinkedHashSet<>()).add(pipe);
    pipes.computeIfAbsent(to.getAddress(), any -> new LinkedHashSet<>()).add(pipe);
    listening.accepted().accept(pipe);
    return Optional.of(pipe);
  }

  /** One of the two has said its first word. */
  void greeted(Pipe pipe) {
    if (!pipe.isServed()) {
      return;
    }
    int inAll = 0;
    int fromOne = 0;
    for (Pipe one : pipes.getOrDefault(pipe.listener(), Set.of())) {
      if (one.listener().equals(pipe.listener()) && one.isServed()) {
        inAll++;
        fromOne += one.dialler().equals(pipe.dialler()) ? 1 : 0;
      }
    }
    most = new Served(Math.max(most.inAll(), inAll), Math.max(most.fromOne(), fromOne));
  }

  /** The most there ever were, at any host. */
  public Served mostServed() {
    return most;
  }

  void closed(Pipe pipe) {
    for (InetAddress end : List.of(pipe.dialler(), pipe.listener())) {
      pipes.computeIfPresent(
          end,
          (any, set) -> {
            set.remove(pipe);
            return set.isEmpty() ? null : set;
          });
    }
  }

  /** How long a packet takes; empty if it does not get through now. */
  Optional<Long> delay(InetAddress from, InetAddress to, int size) {
    packets++;
    bytes += size;
    if (dead.contains(to) || isBlocked(from, to)) {
      return Optional.empty();
    }
    Weather now = weather(from, to);
    double nanos = random.logNormal(now.latency().toNanos(), now.spread());
    nanos += 1e9 * size / now.bytesPerSecond();
    int again = 0;
    while (again < RETRANSMISSIONS_MAX && random.chance(now.loss())) {
      nanos += (double) RETRANSMIT_NANOS * (1L << again);
      again++;
    }
    return Optional.of((long) nanos);
  }

  private boolean isBlocked(InetAddress from, InetAddress to) {
    if (blocked.contains(new Way(from, to))) {
      return true;
    }
    int here = sites.getOrDefault(from, 0);
    int there = sites.getOrDefault(to, 0);
    boolean apart =
        isolated.contains(from)
            || isolated.contains(to)
            || muted.contains(from)
            || split && (here & 1) != (there & 1);
    return apart && here != there;
  }

  private Weather weather(InetAddress from, InetAddress to) {
    Weather there = local.get(to);
    return there != null ? there : local.getOrDefault(from, weather);
  }

  boolean isResetNow(InetAddress from, InetAddress to) {
    return random.chance(weather(from, to).reset());
  }

  void traced(byte[] packet) {
    time.trace().add(packet);
  }

  /** From now on, everywhere. */
  public void setWeather(Weather now) {
    weather = now;
  }

  /** From now on, around one host. */
  public void setWeather(InetAddress host, Optional<Weather> now) {
    now.ifPresentOrElse(one -> local.put(host, one), () -> local.remove(host));
  }

  public Weather weather() {
    return weather;
  }

  /** Nothing gets from one host to the other, in that direction. */
  public void block(InetAddress from, InetAddress to) {
    blocked.add(new Way(from, to));
  }

  public void unblock(InetAddress from, InetAddress to) {
    blocked.remove(new Way(from, to));
  }

  /** Hosts at one site always reach each other, whatever befalls the site. */
  public void place(InetAddress host, int site) {
    sites.put(host, site);
  }

  /** Whether the host's site is cut off from all others. */
  public void isolate(InetAddress host, boolean now) {
    change(isolated, host, now);
  }

  /** Whether nothing the host says gets out of its site. */
  public void mute(InetAddress host, boolean now) {
    change(muted, host, now);
  }

  private static void change(Set<InetAddress> set, InetAddress host, boolean now) {
    if (now) {
      set.add(host);
    } else {
      set.remove(host);
    }
  }

  /** Whether half of the sites can't reach the other half. */
  public void split(boolean now) {
    split = now;
  }

  /** The host's processes are gone; the host itself says so to whoever speaks to it. */
  public void processEnds(InetAddress host) {
    listeners.keySet().removeIf(at -> at.getAddress().equals(host));
    List.copyOf(pipes.getOrDefault(host, Set.of())).forEach(pipe -> pipe.lose(host, true));
  }

  /** The host is gone without a word. */
  public void powerOff(InetAddress host) {
    listeners.keySet().removeIf(at -> at.getAddress().equals(host));
    dead.add(host);
    List.copyOf(pipes.getOrDefault(host, Set.of())).forEach(pipe -> pipe.lose(host, false));
  }

  public void powerOn(InetAddress host) {
    dead.remove(host);
  }

  /** Connections that the one holds to the other now. */
  public int connections(InetAddress dialler, InetAddress listener) {
    return (int)
        pipes.getOrDefault(dialler, Set.of()).stream()
            .filter(pipe -> pipe.dialler().equals(dialler) && pipe.listener().equals(listener))
            .filter(Pipe::isInUse)
            .count();
  }

  public long connectionsMade() {
    return connections;
  }

  public long packets() {
    return packets;
  }

  public long bytes() {
    return bytes;
  }
}
