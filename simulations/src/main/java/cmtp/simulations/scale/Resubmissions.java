package cmtp.simulations.scale;

import cmtp.persistence.queue.FinishedMids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Messages that their clients will submit again, and whether the node then still knows them. */
final class Resubmissions {
  private static final int WAITING = -1;

  /** One message; where it stands in its domain's order of leaving, once it has left. */
  private static final class One {
    private final int domain;
    private int leftMs = WAITING;
    private int leftAs;

    One(int domain) {
      this.domain = domain;
    }
  }

  private final World world;
  private final Map<Integer, One> waiting = new HashMap<>();
  private final List<One> expected = new ArrayList<>();
  private final List<Integer> free = new ArrayList<>();

  Resubmissions(World world) {
    this.world = world;
  }

  void expect(int domain, int message, int nowMs) {
    One one = new One(domain);
    waiting.put(message, one);
    int number = free.isEmpty() ? expected.size() : free.remove(free.size() - 1);
    if (number == expected.size()) {
      expected.add(one);
    } else {
      expected.set(number, one);
    }
    long againMs = (long) nowMs + world.scenario.traffic().resubmitAfterMs();
    world.wheel.add(againMs, World.AGAIN, number);
  }

  void left(int domain, int message, int nowMs) {
    One one = waiting.isEmpty() ? null : waiting.remove(message);
    if (one != null) {
      one.leftMs = nowMs;
      one.leftAs = world.domains.finished[domain];
    }
  }

  int domain(int number) {
    return expected.get(number).domain;
  }

  /** Whether it would be answered success again, without being queued a second time. */
  boolean isRecognised(int number, int nowMs) {
    One one = expected.get(number);
    free.add(number);
    int newer = world.domains.finished[one.domain] - one.leftAs;
    boolean known = one.leftMs == WAITING || !FinishedMids.isForgotten(newer, one.leftMs, nowMs);
    Tally tally = world.tally(one.domain);
    tally.resubmitted++;
    tally.recognised += known ? 1 : 0;
    return known;
  }
}
