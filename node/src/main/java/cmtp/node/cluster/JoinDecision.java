package cmtp.node.cluster;

import cmtp.node.cluster.MemberWatch.Sighting;
import cmtp.persistence.cluster.MemberState;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a process that is in no cluster does next, given what it has seen; pure.
 *
 * <p>Two clusters on one database must never be. So nobody forms one while a process of the last
 * cluster may be alive, and nobody joins through a process that has not been seen alive. A process
 * asks for one cluster in its life: once it has asked it may be a member, whatever it knows of it,
 * so it never forms one afterwards but ends, and starts anew.
 */
sealed interface JoinDecision {
  /** Look again. */
  record Wait(String reason) implements JoinDecision {}

  /** Ask these, none of which is this process. */
  record JoinThrough(long epoch, List<String> addresses) implements JoinDecision {
    public JoinThrough {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * Be the first of a new cluster, unless something has changed since.
   *
   * @param epoch the last cluster's
   * @param dead by incarnation, the last beat of each of its processes
   */
  record Form(long epoch, Map<Long, Long> dead) implements JoinDecision {
    public Form {
      dead = Map.copyOf(dead);
    }
  }

  /** This process can't come into the cluster any more that it has asked. */
  record End(String reason) implements JoinDecision {}

  /**
   * Of a process that has asked nobody.
   *
   * @param self own incarnation
   * @param leaseMs for how long a process may be silent
   */
  static JoinDecision waiting(MemberWatch watch, long self, long leaseMs) {
    List<Sighting> members = members(watch, self, watch.epoch());
    List<String> through = through(members, leaseMs);
    if (!through.isEmpty()) {
      return new JoinThrough(watch.epoch(), through);
    }
    List<Sighting> perhaps = members.stream().filter(one -> !dead(one, leaseMs)).toList();
    if (!perhaps.isEmpty()) {
      return new Wait("perhaps alive: " + names(perhaps));
    }
    return new Form(
        watch.epoch(),
        members.stream()
            .collect(Collectors.toMap(one -> one.row().incarnation(), one -> one.row().beat())));
  }

  /**
   * Of a process that has asked to be let into the cluster of {@code epoch}, and is not in it yet.
   */
  static JoinDecision joining(MemberWatch watch, long self, long epoch, long leaseMs) {
    if (watch.epoch() != epoch) {
      return new End("another cluster has formed while this process was joining");
    }
    List<Sighting> members = members(watch, self, epoch);
    List<String> through = through(members, leaseMs);
    if (!through.isEmpty()) {
      return new JoinThrough(epoch, through);
    }
    boolean hope =
        members.stream()
            .filter(one -> one.row().state() == MemberState.UP)
            .anyMatch(one -> !dead(one, leaseMs));
    return hope
        ? new Wait("perhaps alive: " + names(members))
        : new End("the processes through which it was joining are gone");
  }

  /** The others in that cluster, or on their way into it. */
  private static List<Sighting> members(MemberWatch watch, long self, long epoch) {
    return watch.sightings().stream()
        .filter(one -> one.row().incarnation() != self)
        .filter(one -> one.row().state() != MemberState.WAITING)
        .filter(one -> one.row().epoch() == epoch)
        .toList();
  }

  private static List<String> through(List<Sighting> members, long leaseMs) {
    return members.stream()
        .filter(one -> one.row().state() == MemberState.UP)
        .filter(one -> one.moved() && one.unmovedMs() < leaseMs)
        .map(one -> one.row().address())
        .toList();
  }

  /**
   * Silent for the lease by the database's clock and under this process's own eyes: after an outage
   * of the database all are silent by its clock.
   */
  private static boolean dead(Sighting one, long leaseMs) {
    return one.unmovedMs() >= leaseMs && one.row().silentMs() >= leaseMs;
  }

  private static String names(List<Sighting> members) {
    return members.stream().map(one -> one.row().address()).collect(Collectors.joining(", "));
  }
}
