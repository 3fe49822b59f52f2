package cmtp.simulations.scale;

import cmtp.node.routing.KnownHosts;
import java.util.List;

/**
 * How the nodes of some of the domains behave. Whether one can be reached is a function of the
 * time, so nothing has to happen for it.
 *
 * @param share of the domains that no other kind names by rank; 0 if this one does
 * @param fromRank the most popular domain of this kind, counted from 1; 0 if chance decides
 * @param toRank the least popular one
 * @param upMs how long one can be reached before it can't; 0: always
 * @param downMs how long it then can't
 * @param outages times at which none of them can be reached
 * @param silent whether a dial that fails does so by silence, else by a refusal
 * @param rttMs to the domain's node and back
 * @param messageMs its own time for a message
 * @param bytesPerSecond of the way to it
 * @param deferFirst how many times it puts each message off before it takes it
 * @param deferShare of the messages it puts off besides
 * @param refuseShare of the messages it refuses for good
 * @param dns how its names are looked up
 * @param hosts where its node is, in the order of their numbers
 * @param hostDown for each of the hosts, the share of the time in which it can't be reached
 * @param order decides in which order they are tried
 */
record DomainKind(
    String name,
    double share,
    int fromRank,
    int toRank,
    int upMs,
    int downMs,
    List<Span> outages,
    boolean silent,
    int rttMs,
    int messageMs,
    long bytesPerSecond,
    int deferFirst,
    double deferShare,
    double refuseShare,
    Names dns,
    int hosts,
    List<Double> hostDown,
    KnownHosts order) {

  /** What is learnt of a domain's names. */
  enum Finding {
    HOSTS,

    /** No answer that helps. */
    NOTHING,

    /** There is no such domain. */
    NO_DOMAIN
  }

  /**
   * @param ms how long it takes
   */
  record Names(Finding finding, int ms) {}

  /** From inclusive, to exclusive. */
  record Span(int fromMs, int toMs) {
    boolean contains(int ms) {
      return ms >= fromMs && ms < toMs;
    }
  }

  private static final int HOST_SPELL_MS = 3_600_000;
  private static final int ALWAYS = Integer.MAX_VALUE;

  DomainKind {
    outages = List.copyOf(outages);
    hostDown = List.copyOf(hostDown);
  }

  boolean isNamedByRank() {
    return fromRank > 0;
  }

  /** Whether the domain can be reached at all at this time. */
  boolean isUp(int domain, int ms) {
    return upUntilMs(domain, ms) > ms;
  }

  /** Until when it can be reached; {@code ms} if it can't. */
  int upUntilMs(int domain, int ms) {
    int until = ALWAYS;
    for (Span outage : outages) {
      if (outage.contains(ms)) {
        return ms;
      }
      until = outage.fromMs() > ms ? Math.min(until, outage.fromMs()) : until;
    }
    if (downMs == 0) {
      return until;
    }
    if (upMs == 0) {
      return ms;
    }
    long period = (long) upMs + downMs;
    long phase = Long.remainderUnsigned(Mixer.mix(domain), period);
    long at = (ms + phase) % period;
    return at < upMs ? (int) Math.min(until, ms + upMs - at) : ms;
  }

  /** Whether this one of the domain's hosts can be reached while the domain can. */
  boolean isHostUp(int domain, int host, int ms) {
    double down = hostDown.get(host);
    return down == 0
        || Mixer.unit(Mixer.mix(Mixer.mix(domain) + 31L * host + 1009L * (ms / HOST_SPELL_MS)))
            >= down;
  }
}
