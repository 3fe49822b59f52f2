package cmtp.node.delivery;

import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.PinOrigin;
import cmtp.persistence.queue.QueueEvent;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.VerifyKey;
import java.util.Optional;

/** What a handshake with a domain's node teaches (SPEC 2.10); pure. */
final class PeerDecisions {
  private PeerDecisions() {}

  /**
   * A handshake showed this key, and why it may be believed. Another key than the pinned one needs
   * a better reason than that it was seen.
   */
  static Optional<QueueEvent> met(
      PeerKnowledge peer, Bytes key, PinOrigin origin, boolean x1, long nowMs) {
    if (isDisputed(peer, key, origin)) {
      return disputed(peer, key, nowMs);
    }
    if (key.isEmpty()) {
      return Optional.empty();
    }
    boolean news = !peer.key().equals(key) || x1 && !peer.x1() || peer.isKeyDisputed();
    return news ? Optional.of(new QueueEvent.PeerPinned(key, origin, x1, nowMs)) : Optional.empty();
  }

  /** Whether mail must not be given to a node with this key. */
  static boolean isDisputed(PeerKnowledge peer, Bytes key, PinOrigin origin) {
    return peer.isPinned() && !peer.key().equals(key) && origin == PinOrigin.FIRST_SEEN;
  }

  static Optional<QueueEvent> disputed(PeerKnowledge peer, Bytes offered, long nowMs) {
    boolean news = !offered.isEmpty() && !peer.offered().equals(offered);
    return news ? Optional.of(new QueueEvent.PeerKeyOffered(offered, nowMs)) : Optional.empty();
  }

  /** The operator's word; empty if it is no key. */
  static Optional<QueueEvent> trusted(Bytes key, long nowMs) {
    return VerifyKey.of(key)
        .map(valid -> new QueueEvent.PeerPinned(key, PinOrigin.OPERATOR, false, nowMs));
  }
}
