package cmtp.simulations.sim.federation;

import cmtp.node.keys.CurrentIdentity;
import cmtp.node.keys.ServerIdentity;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.simulations.sim.disk.Disk;
import cmtp.simulations.sim.virtual.SeededRandom;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A node of the federation, through all its runs. */
public final class SimulatedNode {
  private final String name;
  private final DomainName domain;
  private final InetSocketAddress address;
  private final SigningKey key;
  private final Disk disk;
  private final SeededRandom random;
  private final Clock world;
  private Duration skew = Duration.ZERO;
  private int runs;
  private Optional<Disk.Session> session = Optional.empty();
  private Optional<NodeRun.Serving> serving = Optional.empty();

  SimulatedNode(
      String name,
      DomainName domain,
      InetSocketAddress address,
      Disk disk,
      SeededRandom random,
      Clock world) {
    this.name = name;
    this.domain = domain;
    this.address = address;
    this.key = SigningKey.generate(random.part("key"));
    this.disk = disk;
    this.random = random;
    this.world = world;
  }

  public String name() {
    return name;
  }

  public DomainName domain() {
    return domain;
  }

  public InetSocketAddress address() {
    return address;
  }

  public VerifyKey publicKey() {
    return key.publicKey();
  }

  public Disk disk() {
    return disk;
  }

  SeededRandom random() {
    return random;
  }

  CurrentIdentity identity() {
    return new CurrentIdentity(new ServerIdentity(key, List.of(domain)));
  }

  /** The node's own clock, which may be wrong. */
  Clock clock() {
    return new SkewedClock();
  }

  /** Sets the node's clock, from now on, so far from the true time. */
  public void skew(Duration by) {
    skew = by;
  }

  /** As if all its entities went to another process of its cluster, and then came back. */
  public void move(boolean underWay) {
    serving.ifPresent(
        now -> {
          now.mailboxes().move(underWay);
          now.queues().move(underWay);
        });
  }

  /** The name of the actor above all of the current run. */
  String run() {
    return name + "." + runs;
  }

  Disk.Session begin() {
    runs++;
    session = Optional.of(disk.open());
    return session.get();
  }

  void serves(NodeRun.Serving now) {
    serving = Optional.of(now);
  }

  Optional<Disk.Session> end() {
    Optional<Disk.Session> ended = session;
    session = Optional.empty();
    serving = Optional.empty();
    return ended;
  }

  /** Whether its process runs, be it that it does not serve yet. */
  public boolean isUp() {
    return session.isPresent();
  }

  public boolean isServing() {
    return serving.isPresent();
  }

  /** Its entities, while it serves. */
  Optional<Region.OfMailboxes> mailboxes() {
    return serving.map(NodeRun.Serving::mailboxes);
  }

  Optional<Region.OfQueues> queues() {
    return serving.map(NodeRun.Serving::queues);
  }

  @Override
  public String toString() {
    return name + " (" + domain + ")";
  }

  private final class SkewedClock extends Clock {
    @Override
    public java.time.ZoneId getZone() {
      return world.getZone();
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      throw new UnsupportedOperationException("virtual time is UTC");
    }

    @Override
    public java.time.Instant instant() {
      return world.instant().plus(skew);
    }

    @Override
    public long millis() {
      return world.millis() + skew.toMillis();
    }
  }
}
