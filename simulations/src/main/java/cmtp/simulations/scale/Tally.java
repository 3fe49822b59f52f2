package cmtp.simulations.scale;

import org.HdrHistogram.Histogram;

/** What happened to the mail for the domains of one kind. */
final class Tally {
  private static final int DIGITS = 2;

  final String kind;
  long accepted;
  long refusedFull;
  long refusedBusy;
  long delivered;

  /** Failed for good: refused by the domain's node, too old, or for a domain that isn't there. */
  long refused;

  long expired;
  long hopeless;
  long bounces;
  long notices;
  long waiting;
  long waitingMax;
  long dials;
  long dialsFailed;

  /** Single messages put off, or interrupted. */
  long deferrals;

  long resubmitted;

  /** Submitted again, and recognised. */
  long recognised;

  /** Milliseconds from submission to delivery. */
  final Histogram delayMs = new Histogram(EventWheel.TIME_MAX_MS, DIGITS);

  /** The same since the last sample. */
  final Histogram recentDelayMs = new Histogram(EventWheel.TIME_MAX_MS, DIGITS);

  /** Attempts of messages that left. */
  final Histogram attempts = new Histogram(DIGITS);

  Tally(String kind) {
    this.kind = kind;
  }

  long failed() {
    return refused + expired + hopeless;
  }

  void waits(int change) {
    waiting += change;
    waitingMax = Math.max(waitingMax, waiting);
  }

  void delivered(int ms) {
    delivered++;
    delayMs.recordValue(ms);
    recentDelayMs.recordValue(ms);
  }

  /** What was accepted is somewhere. */
  void mustAddUp() {
    if (accepted != delivered + failed() + waiting) {
      throw new IllegalStateException(
          kind
              + ": "
              + accepted
              + " accepted, but "
              + delivered
              + " delivered, "
              + failed()
              + " failed and "
              + waiting
              + " waiting");
    }
  }

  /** All kinds together. */
  static Tally sum(Iterable<Tally> all) {
    Tally sum = new Tally("all");
    for (Tally one : all) {
      sum.accepted += one.accepted;
      sum.refusedFull += one.refusedFull;
      sum.refusedBusy += one.refusedBusy;
      sum.delivered += one.delivered;
      sum.refused += one.refused;
      sum.expired += one.expired;
      sum.hopeless += one.hopeless;
      sum.bounces += one.bounces;
      sum.notices += one.notices;
      sum.waiting += one.waiting;
      sum.waitingMax += one.waitingMax;
      sum.dials += one.dials;
      sum.dialsFailed += one.dialsFailed;
      sum.deferrals += one.deferrals;
      sum.resubmitted += one.resubmitted;
      sum.recognised += one.recognised;
      sum.delayMs.add(one.delayMs);
      sum.recentDelayMs.add(one.recentDelayMs);
      sum.attempts.add(one.attempts);
    }
    return sum;
  }
}
