package cmtp.simulations.scale;

import java.util.List;

/**
 * How things stood at one time, and what happened since the sample before.
 *
 * @param cpuShare of all nodes' processors that was used; above 1 where work was taken on that is
 *     done later
 * @param turnsWaiting domains that wait for a connection
 * @param inMemory queues that have work, or had it a moment ago
 * @param all kinds together
 */
record Sample(
    int atMs,
    long accepted,
    long refused,
    long delivered,
    long failed,
    long notices,
    long dials,
    long dialsFailed,
    int connections,
    int turnsWaiting,
    double cpuShare,
    int inMemory,
    OfKind all,
    List<OfKind> kinds) {

  /**
   * @param oldestMs age of the one that waits longest
   * @param delayMs of what was delivered since: median, 99 of 100
   * @param dials since the sample before
   */
  record OfKind(long waiting, int oldestMs, long delayMs50, long delayMs99, long dials) {}

  Sample {
    kinds = List.copyOf(kinds);
  }

  long waiting() {
    return all.waiting();
  }

  int oldestMs() {
    return all.oldestMs();
  }
}
