package cmtp.simulations.sim.check;

import cmtp.persistence.queue.QueueEvent;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.simulations.sim.federation.SimulatedNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which keys nodes take for other domains', and which they can't decide about. */
final class Pins {
  private final Set<String> misled = new HashSet<>();
  private final Map<String, Ledger.Dispute> disputes = new LinkedHashMap<>();

  private static String pair(SimulatedNode node, String domain) {
    return node.name() + " " + domain;
  }

  void disputed(SimulatedNode node, String domain) {
    disputes.put(pair(node, domain), new Ledger.Dispute(node, domain));
  }

  /**
   * A node takes a key for a domain's from now on.
   *
   * @param right the domain's own; empty if it has none
   * @param before what the node took for it so far
   * @return whether it gave the right one away though nobody said so
   */
  boolean pinned(
      SimulatedNode node,
      String domain,
      Optional<VerifyKey> right,
      QueueEvent.PeerPinned event,
      Bytes before) {
    disputes.remove(pair(node, domain));
    boolean wrong = right.isPresent() && !right.get().bytes().equals(event.key());
    if (wrong && before.isEmpty()) {
      misled.add(node.domain() + " " + domain); // nothing said who it should be
    }
    return wrong && before.equals(right.get().bytes());
  }

  /** Whether the first key that this domain's node was shown for the other was a wrong one. */
  boolean isMisled(String domain, String other) {
    return misled.contains(domain + " " + other);
  }

  List<Ledger.Dispute> disputes() {
    return List.copyOf(disputes.values());
  }
}
