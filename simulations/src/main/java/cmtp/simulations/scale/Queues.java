package cmtp.simulations.scale;

import cmtp.node.delivery.DispatchRules;
import cmtp.node.delivery.RetrySettings;

/**
 * The queues of all domains: what one does with its messages, when it looks again, and when
 * messages are too old. The node's DomainQueue, over numbers.
 */
final class Queues {
  private static final int NONE = Messages.NONE;

  private final World world;
  private final Domains domains;
  private final Messages messages;
  private final RetrySettings retry;
  private final QueueLists lists;
  private final Dialling dialling;
  private final Resubmissions resubmissions;

  Queues(World world) {
    this.world = world;
    this.domains = world.domains;
    this.messages = world.messages;
    this.retry = world.scenario.delivery().retry();
    this.resubmissions = new Resubmissions(world);
    this.lists = new QueueLists(world.domains, world.messages);
    this.dialling = new Dialling(world, this, lists);
  }

  Dialling dialling() {
    return dialling;
  }

  /** A client's message for the domain: taken, or refused as transient. */
  void submit(int domain, int nowMs) {
    Scenario.Traffic traffic = world.scenario.traffic();
    int size = world.drawSize();
    SendingNode node = world.node(domain);
    Tally tally = world.tally(domain);
    if (node.backlogMs(nowMs) > world.scenario.machine().backlogMs()) {
      tally.refusedBusy++;
      return;
    }
    node.work(world.scenario.machine().acceptMs() + world.cpuMs(size), nowMs);
    long bytes = world.bytes(size);
    if (world.scenario.delivery().isFull(domains.waiting[domain], domains.bytes[domain], bytes)) {
      tally.refusedFull++;
      return;
    }
    int message = accept(domain, size, nowMs);
    if (traffic.resubmitShare() > 0 && world.random.nextDouble() < traffic.resubmitShare()) {
      resubmissions.expect(domain, message, nowMs);
    }
    step(domain, nowMs);
  }

  /** A client submits a message again, because it heard nothing. */
  void submittedAgain(int number, int nowMs) {
    int domain = resubmissions.domain(number);
    if (!resubmissions.isRecognised(number, nowMs)) {
      submit(domain, nowMs);
    }
  }

  private int accept(int domain, int size, int nowMs) {
    leaveMemoryIfRested(domain, nowMs);
    int message = messages.allocate();
    messages.domain[message] = domain;
    messages.acceptedMs[message] = nowMs;
    messages.dialsBefore[message] = domains.failedDials(domain);
    messages.deferrals[message] = 0;
    messages.size[message] = (byte) size;
    lists.append(domain, message);
    lists.addReady(domain, message);
    domains.waiting[domain]++;
    domains.bytes[domain] += world.bytes(size);
    Tally tally = world.tally(domain);
    tally.accepted++;
    tally.waits(1);
    return message;
  }

  /** A queue without work is forgotten after a while, and with it what only memory holds. */
  private void leaveMemoryIfRested(int domain, int nowMs) {
    boolean quiet = domains.waiting[domain] == 0 && domains.linkCount[domain] == 0;
    long idleMs = world.scenario.delivery().idle().toMillis();
    if (quiet && nowMs - domains.quietSinceMs[domain] > idleMs) {
      domains.forget(domain);
    }
  }

  void delivered(int domain, int message, int nowMs) {
    world.tally(domain).delivered(messages.doneMs[message] - messages.acceptedMs[message]);
    leave(domain, message, true, 1, nowMs);
    messages.free(message);
  }

  void refused(int domain, int message, int nowMs) {
    world.tally(domain).refused++;
    bounce(domain, nowMs);
    leave(domain, message, false, 1, nowMs);
    messages.free(message);
  }

  /** The domain's node put it off, or nobody knows what became of it. */
  void putOff(int domain, int message, int nowMs) {
    int deferrals = ++messages.deferrals[message];
    messages.state[message] = Messages.DEFERRED;
    world.tally(domain).deferrals++;
    world.wheel.add(nowMs + world.delayMs(deferrals), World.DUE, message);
  }

  /** A message that was put off may be tried again. */
  void due(int message, int nowMs) {
    int domain = messages.domain[message];
    if (messages.state[message] == Messages.GONE) {
      messages.free(message);
    } else {
      lists.addReady(domain, message);
      wakeAt(domain, nowMs); // once, after others that are due in the same millisecond
    }
  }

  /**
   * @param lastTries attempts that were not in vain
   */
  private void leave(int domain, int message, boolean delivered, int lastTries, int nowMs) {
    int acceptedMs = messages.acceptedMs[message];
    long dials = domains.failedDials(domain) - messages.dialsBefore[message];
    Tally tally = world.tally(domain);
    tally.attempts.recordValue(dials + messages.deferrals[message] + lastTries);
    tally.waits(-1);
    lists.unlink(domain, message);
    domains.waiting[domain]--;
    domains.bytes[domain] -= world.bytes(messages.size[message]);
    domains.finished[domain]++;
    resubmissions.left(domain, message, nowMs);
    world.trail.left(domain, delivered, acceptedMs, nowMs);
  }

  /** Failed without having been handed over: its place stays in the list that it is in. */
  private void fail(int domain, int message, int nowMs) {
    if (messages.state[message] == Messages.READY) {
      domains.ready[domain]--;
    }
    messages.state[message] = Messages.GONE;
    bounce(domain, nowMs);
    leave(domain, message, false, 0, nowMs);
  }

  private void bounce(int domain, int nowMs) {
    if (world.random.nextDouble() < world.scenario.traffic().provenShare()) {
      world.tally(domain).bounces++;
      world.node(domain).work(world.scenario.machine().acceptMs(), nowMs);
    }
  }

  /** Nothing for the domain can be delivered. */
  void failAll(int domain, int nowMs) {
    int message = domains.oldest[domain];
    while (message != NONE) {
      int newer = messages.newer[message];
      if (messages.state[message] != Messages.BUSY) {
        world.tally(domain).hopeless++;
        fail(domain, message, nowMs);
      }
      message = newer;
    }
    lists.pruneReady(domain);
  }

  /** Does all that can be done now, and sees to it that what comes later is not forgotten. */
  void step(int domain, int nowMs) {
    expire(domain, nowMs);
    dialling.step(domain, nowMs);
    notice(domain, nowMs);
    arm(domain, nowMs);
    if (domains.waiting[domain] == 0 && domains.linkCount[domain] == 0) {
      domains.quietSinceMs[domain] = nowMs;
    }
  }

  void wake(int domain, int nowMs) {
    if (domains.wakeMs[domain] == nowMs) {
      domains.wakeMs[domain] = NONE;
      step(domain, nowMs);
    }
  }

  private long expiryMs(int domain) {
    int oldest = domains.oldest[domain];
    return oldest == NONE
        ? Long.MAX_VALUE
        : DispatchRules.expiryLookMs(
            retry.expiresMs(messages.acceptedMs[oldest]), domains.expiryLookedMs[domain]);
  }

  private void expire(int domain, int nowMs) {
    if (expiryMs(domain) > nowMs) {
      return;
    }
    int message = domains.oldest[domain];
    while (message != NONE && retry.expiresMs(messages.acceptedMs[message]) <= nowMs) {
      int newer = messages.newer[message];
      if (messages.state[message] != Messages.BUSY) {
        world.tally(domain).expired++;
        fail(domain, message, nowMs);
      }
      message = newer;
    }
    domains.expiryLookedMs[domain] = nowMs;
    lists.pruneReady(domain);
  }

  private long noticeMs(int domain) {
    int first = domains.unnoticed[domain];
    return first == NONE
        ? Long.MAX_VALUE
        : Math.max(retry.noticeMs(messages.acceptedMs[first]), domains.noticesMs[domain]);
  }

  /** Originators are told that their messages still wait, one after the other. */
  private void notice(int domain, int nowMs) {
    while (noticeMs(domain) <= nowMs) {
      int message = domains.unnoticed[domain];
      if (messages.state[message] == Messages.BUSY) {
        domains.noticesMs[domain] = (int) DispatchRules.noticeAgainMs(nowMs);
        return;
      }
      domains.unnoticed[domain] = messages.newer[message];
      domains.noticesMs[domain] = 0;
      if (world.random.nextDouble() < world.scenario.traffic().provenShare()) {
        world.tally(domain).notices++;
        world.node(domain).work(world.scenario.machine().acceptMs(), nowMs);
        world.trail.noticed(domain, messages.acceptedMs[message], nowMs);
      }
    }
  }

  private void arm(int domain, int nowMs) {
    long atMs = Math.min(expiryMs(domain), noticeMs(domain));
    if (domains.ready[domain] > 0) {
      long dialMs = dialling.dialMs(domain);
      atMs = dialMs > nowMs ? Math.min(atMs, dialMs) : atMs;
    }
    if (atMs != Long.MAX_VALUE) {
      wakeAt(domain, (int) Math.min(Math.max(atMs, nowMs + 1L), EventWheel.TIME_MAX_MS));
    }
  }

  /** At the latest. */
  private void wakeAt(int domain, int atMs) {
    int armedMs = domains.wakeMs[domain];
    if (armedMs == NONE || armedMs > atMs) {
      domains.wakeMs[domain] = atMs;
      world.wheel.add(atMs, World.WAKE, domain);
    }
  }
}
