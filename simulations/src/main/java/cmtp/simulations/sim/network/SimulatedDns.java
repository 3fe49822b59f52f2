package cmtp.simulations.sim.network;

import cmtp.node.routing.DomainResolver;
import cmtp.node.routing.Resolution;
import cmtp.protocol.address.DomainName;
import cmtp.simulations.sim.virtual.SeededRandom;
import cmtp.simulations.sim.virtual.VirtualTime;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where domains say their nodes are, and what becomes of that on the way to those who ask: it takes
 * time, gets lost, or is somebody else's word. What a node has been told it remembers for the
 * record's time to live, so that a lie outlives its liar.
 */
public final class SimulatedDns {
  private static final double SPREAD = 0.5;

  /** How DNS is doing. */
  public record Mood(Duration latency, double silence) {
    public static final Mood GOOD = new Mood(Duration.ofMillis(30), 0);
  }

  private record Zone(List<InetSocketAddress> hosts, Duration ttl) {}

  private record Remembered(Resolution resolution, long untilNanos) {}

  private final VirtualTime time;
  private final SeededRandom random;
  private final Duration budget;
  private final Map<DomainName, Zone> zones = new HashMap<>();
  private final Map<DomainName, Zone> rings = new HashMap<>();
  private final Map<DomainName, Zone> lies = new HashMap<>();
  private Mood mood = Mood.GOOD;
  private long questions;

  /**
   * @param budget how long a node waits for all answers about a domain
   */
  public SimulatedDns(VirtualTime time, SeededRandom random, Duration budget) {
    this.time = time;
    this.random = random;
    this.budget = budget;
  }

  /** The domain's own word. */
  public void publish(DomainName domain, List<InetSocketAddress> hosts, Duration ttl) {
    zones.put(domain, new Zone(List.copyOf(hosts), ttl));
  }

  /** Each of these hosts is told that the next one has the domain. */
  public void publishRing(DomainName domain, List<InetSocketAddress> ring, Duration ttl) {
    rings.put(domain, new Zone(List.copyOf(ring), ttl));
  }

  /** Whoever asks for the domain is told this instead. */
  public void lie(DomainName domain, InetSocketAddress host, Duration ttl) {
    lies.put(domain, new Zone(List.of(host), ttl));
  }

  public void endLie(DomainName domain) {
    lies.remove(domain);
  }

  public void setMood(Mood now) {
    mood = now;
  }

  public long questions() {
    return questions;
  }

  /** The resolver of one run of the node there, which remembers nothing of the run before. */
  public DomainResolver resolver(InetSocketAddress asker) {
    Map<DomainName, Remembered> cache = new HashMap<>();
    return domain -> {
      Remembered known = cache.get(domain);
      return known != null && known.untilNanos() > time.nowNanos()
          ? CompletableFuture.completedStage(known.resolution())
          : ask(domain, asker, cache);
    };
  }

  private CompletionStage<Resolution> ask(
      DomainName domain, InetSocketAddress asker, Map<DomainName, Remembered> cache) {
    questions++;
    CompletableFuture<Resolution> answer = new CompletableFuture<>();
    long nanos = (long) random.logNormal(mood.latency().toNanos(), SPREAD);
    if (random.chance(mood.silence()) || nanos >= budget.toNanos()) {
      time.after(
          budget,
          () -> answer.complete(new Resolution.Unresolved("the name servers don't answer")));
    } else {
      time.afterNanos(nanos, () -> answer.complete(told(domain, asker, cache)));
    }
    return answer;
  }

  private Zone zone(DomainName domain, InetSocketAddress asker) {
    Zone ring = rings.get(domain);
    if (ring != null) {
      int next = (ring.hosts().indexOf(asker) + 1) % ring.hosts().size();
      return new Zone(List.of(ring.hosts().get(next)), ring.ttl());
    }
    return lies.getOrDefault(domain, zones.get(domain));
  }

  private Resolution told(
      DomainName domain, InetSocketAddress asker, Map<DomainName, Remembered> cache) {
    Zone zone = zone(domain, asker);
    Resolution told =
        zone == null
            ? new Resolution.NoSuchDomain("there is no domain " + domain)
            : new Resolution.Found(
                zone.hosts().stream()
                    .map(host -> new Resolution.Target(host.getHostString(), host))
                    .toList(),
                Optional.empty());
    Duration ttl = zone == null ? Duration.ofMinutes(5) : zone.ttl();
    cache.put(domain, new Remembered(told, time.nowNanos() + ttl.toNanos()));
    return told;
  }
}
