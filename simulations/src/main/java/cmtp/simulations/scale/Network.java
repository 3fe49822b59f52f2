package cmtp.simulations.scale;

import cmtp.node.routing.Resolution;
import cmtp.simulations.scale.DomainKind.Finding;
import java.util.List;

/** How long dials and deliveries take, and how they end. */
final class Network {
  /** To connect, to greet, and to agree upon a secure channel. */
  private static final int HANDSHAKE_TRIPS = 3;

  private static final int SECOND_MS = 1000;

  private final World world;
  private final Scenario.Resolver resolver;
  private final Scenario.Machinery machine;

  /** Look-ups of each node that found hosts. */
  private final int[] lookups;

  Network(World world) {
    this.world = world;
    this.resolver = world.scenario.resolver();
    this.machine = world.scenario.machine();
    this.lookups = new int[world.scenario.nodes()];
  }

  /** Decides how the dial of this connection ends. */
  void dial(int link, int nowMs) {
    int domain = world.links.domain[link];
    DomainKind kind = world.kind(domain);
    SendingNode node = world.node(domain);
    int atMs = nowMs + machine.commitMs();
    boolean remembered = isRemembered(domain, atMs);
    Finding finding = remembered ? Finding.HOSTS : finding(kind, atMs);
    atMs += remembered ? 0 : lookupMs(kind, atMs);
    byte end = finding == Finding.NO_DOMAIN ? Links.HOPELESS : Links.FAILS;
    if (finding == Finding.HOSTS) {
      remember(domain, atMs);
      int metMs = connect(domain, kind, atMs);
      end = metMs > 0 ? Links.MEETS : Links.FAILS;
      atMs = Math.abs(metMs);
    }
    node.work(end == Links.MEETS ? machine.dialMs() : machine.failedDialMs(), nowMs);
    world.links.dialEnd[link] = end;
    schedule(link, end == Links.MEETS ? atMs + (int) Math.round(node.backlogMs(nowMs)) : atMs);
  }

  /** Until then, for those who look up many others meanwhile not so long. */
  private boolean isRemembered(int domain, int nowMs) {
    int since = lookups[world.nodeNumber(domain)] - world.domains.foundNo[domain];
    return world.domains.foundUntilMs[domain] > nowMs && since < resolver.entries();
  }

  private void remember(int domain, int nowMs) {
    int number = world.nodeNumber(domain);
    if (world.domains.foundUntilMs[domain] <= nowMs) {
      world.domains.foundUntilMs[domain] = nowMs + resolver.ttlMs();
      lookups[number]++;
    }
    world.domains.foundNo[domain] = lookups[number];
  }

  private Finding finding(DomainKind kind, int nowMs) {
    boolean late = resolver.isDown(nowMs) || kind.dns().ms() >= resolver.budgetMs();
    return late ? Finding.NOTHING : kind.dns().finding();
  }

  private int lookupMs(DomainKind kind, int nowMs) {
    return resolver.isDown(nowMs)
        ? resolver.budgetMs()
        : Math.min(kind.dns().ms(), resolver.budgetMs());
  }

  /** When the domain's node was met; less than zero if it was not: when that was clear. */
  private int connect(int domain, DomainKind kind, int fromMs) {
    int atMs = fromMs;
    for (Resolution.Target target : targets(kind)) {
      int host = HostNumbers.of(target);
      if (kind.isUp(domain, atMs) && kind.isHostUp(domain, host, atMs)) {
        return atMs + HANDSHAKE_TRIPS * kind.rttMs();
      }
      atMs += kind.silent() ? resolver.connectMs() : kind.rttMs();
    }
    return -atMs;
  }

  private List<Resolution.Target> targets(DomainKind kind) {
    return kind.hosts() == 1
        ? HostNumbers.ONE
        : ((Resolution.Found) kind.order().resolve(world.random)).targets();
  }

  private void schedule(int link, int atMs) {
    world.links.eventMs[link] = atMs;
    world.wheel.add(atMs, World.LINK, link);
  }

  /** After a while without work. */
  void linger(int link, int nowMs) {
    schedule(link, nowMs + (int) world.scenario.delivery().linger().toMillis());
  }

  /** Decides what becomes of the messages that a connection was given, one after the other. */
  void work(int link, int nowMs) {
    int domain = world.links.domain[link];
    DomainKind kind = world.kind(domain);
    SendingNode node = world.node(domain);
    int upUntilMs = kind.upUntilMs(domain, nowMs);
    double atMs = nowMs + node.backlogMs(nowMs);
    boolean broken = false;
    int message = world.links.work[link];
    for (; message != Messages.NONE; message = world.messages.next[message]) {
      if (broken) {
        world.messages.outcome[message] = Messages.UNTOUCHED;
        continue;
      }
      double cpuMs = machine.relayMs() + world.cpuMs(world.messages.size[message]);
      node.work(cpuMs, nowMs);
      atMs += cpuMs + kind.rttMs() + kind.messageMs() + onTheWayMs(kind, message);
      broken = atMs > upUntilMs;
      world.messages.outcome[message] = broken ? Messages.INTERRUPTED : answer(kind, message);
      world.messages.doneMs[message] = (int) Math.round(atMs);
    }
    world.links.breaks[link] = broken;
    double noticedMs = upUntilMs + (kind.silent() ? resolver.replyMs() : kind.rttMs());
    schedule(link, Math.max(nowMs, (int) Math.round(broken ? noticedMs : atMs)));
  }

  private double onTheWayMs(DomainKind kind, int message) {
    long bytes = world.bytes(world.messages.size[message]);
    return (double) bytes * SECOND_MS / kind.bytesPerSecond();
  }

  private byte answer(DomainKind kind, int message) {
    if (world.messages.deferrals[message] < kind.deferFirst()) {
      return Messages.PUT_OFF;
    }
    double drawn = kind.deferShare() + kind.refuseShare() > 0 ? world.random.nextDouble() : 1;
    if (drawn < kind.deferShare()) {
      return Messages.PUT_OFF;
    }
    return drawn < kind.deferShare() + kind.refuseShare() ? Messages.REFUSED : Messages.DELIVERED;
  }
}
