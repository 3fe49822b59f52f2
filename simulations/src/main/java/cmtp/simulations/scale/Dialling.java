package cmtp.simulations.scale;

import cmtp.node.delivery.DeliverySettings;
import cmtp.node.delivery.DispatchRules;
import cmtp.node.delivery.DispatchRules.Aftermath;
import java.util.Optional;

/**
 * The part of the queues that opens connections and gives them work: the node's Dispatch and
 * OutboundGate, over numbers.
 */
final class Dialling {
  private static final int NONE = Links.NONE;

  private final World world;
  private final Domains domains;
  private final Links links;
  private final DeliverySettings settings;
  private final Network network;
  private final Queues queues;
  private final QueueLists lists;

  Dialling(World world, Queues queues, QueueLists lists) {
    this.world = world;
    this.domains = world.domains;
    this.links = world.links;
    this.settings = world.scenario.delivery();
    this.network = new Network(world);
    this.queues = queues;
    this.lists = lists;
  }

  long dialMs(int domain) {
    return DispatchRules.dialMs(domains.nextDialMs(domain), domains.extraDialMs[domain]);
  }

  void step(int domain, int nowMs) {
    int link = domains.links[domain];
    while (link != NONE && domains.ready[domain] > 0) {
      if (links.state[link] == Links.IDLE) {
        handOut(domain, link, nowMs);
      }
      link = links.next[link];
    }
    if (!domains.asked[domain] && isDialWanted(domain, nowMs)) {
      ask(domain, nowMs);
    }
  }

  private void handOut(int domain, int link, int nowMs) {
    int live = Math.max(1, live(domain));
    int due = Math.min(domains.ready[domain], DispatchRules.dueMax(live, settings.batchMax()));
    int share = DispatchRules.share(due, live, settings.batchMax());
    int last = lists.takeReady(domain);
    links.work[link] = last;
    for (int i = 1; i < share; i++) {
      int message = lists.takeReady(domain);
      world.messages.next[last] = message;
      last = message;
    }
    world.messages.next[last] = Messages.NONE;
    links.state[link] = Links.WORKING;
    links.worked[link] = true;
    world.trail.handed(domain, share, nowMs);
    network.work(link, nowMs);
  }

  private int live(int domain) {
    int live = 0;
    for (int link = domains.links[domain]; link != NONE; link = links.next[link]) {
      live += links.state[link] == Links.DIALLING ? 0 : 1;
    }
    return live;
  }

  private boolean isDialWanted(int domain, int nowMs) {
    return domains.ready[domain] > 0 && nowMs >= dialMs(domain) && mayDial(domain);
  }

  private boolean mayDial(int domain) {
    boolean answered = false;
    boolean dialling = false;
    boolean idle = false;
    for (int link = domains.links[domain]; link != NONE; link = links.next[link]) {
      answered |= links.answered[link];
      dialling |= links.state[link] == Links.DIALLING;
      idle |= links.state[link] == Links.IDLE;
    }
    return DispatchRules.mayDial(
        domains.linkCount[domain], domains.windowSize(domain), answered, dialling, idle);
  }

  private void ask(int domain, int nowMs) {
    SendingNode node = world.node(domain);
    if (node.order.isFull()) {
      domains.extraDialMs[domain] = nowMs + (int) settings.retry().first().toMillis();
      return;
    }
    domains.asked[domain] = true;
    node.order.add(node.turn(domain, domains.isFailing(domain)));
    grant(node, nowMs);
  }

  void tick(int nodeNumber, int nowMs) {
    SendingNode node = world.nodes.get(nodeNumber);
    node.ticking = false;
    grant(node, nowMs);
  }

  private void grant(SendingNode node, int nowMs) {
    Optional<SendingNode.Turn> next = node.order.next();
    while (next.isPresent() && node.rate.tryTake(nowMs)) {
      node.order.grant(next.get());
      granted(node, next.get(), nowMs);
      next = node.order.next();
    }
    if (next.isPresent() && !node.ticking) {
      node.ticking = true;
      int number = world.nodeNumber(next.get().domain());
      world.wheel.add(nowMs + node.rate.waitMs(), World.GATE, number);
    }
  }

  private void granted(SendingNode node, SendingNode.Turn turn, int nowMs) {
    int domain = turn.domain();
    domains.asked[domain] = false;
    if (!isDialWanted(domain, nowMs)) {
      node.order.giveBack(turn.failing());
      return;
    }
    int link = links.open(domain);
    append(domain, link);
    links.failing[link] = turn.failing();
    links.retryMs[link] = world.dialStarted(domain, nowMs);
    node.dialled(nowMs);
    network.dial(link, nowMs);
  }

  private void append(int domain, int link) {
    links.next[link] = NONE;
    domains.linkCount[domain]++;
    if (domains.links[domain] == NONE) {
      domains.links[domain] = link;
      return;
    }
    int last = domains.links[domain];
    while (links.next[last] != NONE) {
      last = links.next[last];
    }
    links.next[last] = link;
  }

  /** Something happens to a connection. */
  void linkEvent(int link, int nowMs) {
    if (links.eventMs[link] != nowMs) {
      return; // it was given work meanwhile, or is another one's now
    }
    links.eventMs[link] = NONE;
    int domain = links.domain[link];
    if (links.state[link] == Links.WORKING) {
      worked(domain, link, nowMs);
    } else if (links.state[link] == Links.IDLE) {
      over(domain, link, nowMs);
    } else if (links.dialEnd[link] == Links.MEETS) {
      rest(link, nowMs);
    } else {
      boolean hopeless = links.dialEnd[link] == Links.HOPELESS;
      after(DispatchRules.broken(links.answered[link], false), domain, link);
      remove(domain, link, nowMs);
      if (hopeless) {
        queues.failAll(domain, nowMs);
      }
    }
    queues.step(domain, nowMs);
  }

  private void rest(int link, int nowMs) {
    links.state[link] = Links.IDLE;
    network.linger(link, nowMs);
  }

  private void over(int domain, int link, int nowMs) {
    boolean failing = domains.isFailing(domain);
    after(
        DispatchRules.over(links.answered[link], true, links.worked[link], failing), domain, link);
    remove(domain, link, nowMs);
  }

  private void worked(int domain, int link, int nowMs) {
    outcomes(domain, link, nowMs);
    if (links.breaks[link]) {
      after(DispatchRules.broken(links.answered[link], true), domain, link);
      remove(domain, link, nowMs);
    } else {
      rest(link, nowMs);
    }
  }

  private void outcomes(int domain, int link, int nowMs) {
    int message = links.work[link];
    links.work[link] = Messages.NONE;
    boolean clear = false;
    while (message != Messages.NONE) {
      int next = world.messages.next[message];
      byte outcome = world.messages.outcome[message];
      clear |= outcome <= Messages.REFUSED;
      if (outcome == Messages.DELIVERED) {
        domains.window(domain, settings.windowMax()).succeeded();
        queues.delivered(domain, message, nowMs);
      } else if (outcome == Messages.REFUSED) {
        queues.refused(domain, message, nowMs);
      } else if (outcome == Messages.UNTOUCHED) {
        lists.untouched(domain, message);
        next = Messages.NONE;
      } else {
        queues.putOff(domain, message, nowMs);
      }
      message = next;
    }
    if (clear) {
      links.answered[link] = true;
      world.reached(domain);
    }
  }

  private void after(Aftermath aftermath, int domain, int link) {
    if (aftermath == Aftermath.DIAL_FAILED || aftermath == Aftermath.NARROWER) {
      domains.window(domain, settings.windowMax()).failed();
    }
    if (aftermath == Aftermath.DIAL_FAILED) {
      domains.extraDialMs[domain] = links.retryMs[link];
      world.dialFailed(domain);
    } else if (aftermath == Aftermath.REACHED) {
      world.reached(domain);
    }
  }

  private void remove(int domain, int link, int nowMs) {
    if (domains.links[domain] == link) {
      domains.links[domain] = links.next[link];
    } else {
      int before = domains.links[domain];
      while (links.next[before] != link) {
        before = links.next[before];
      }
      links.next[before] = links.next[link];
    }
    domains.linkCount[domain]--;
    SendingNode node = world.node(domain);
    node.order.giveBack(links.failing[link]);
    links.free(link);
    grant(node, nowMs);
  }
}
