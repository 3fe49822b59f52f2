package cmtp.persistence.queue;

import cmtp.protocol.Bytes;

/**
 * What is known of the node of a foreign domain.
 *
 * @param key its pinned server key, 32 bytes; empty before the first handshake
 * @param origin why the key is believed
 * @param pinnedMs since when, Unix milliseconds; 0 without a key
 * @param x1 whether it was ever seen to speak X1: from then on the base alone is not enough
 * @param offered a changed key, without a statement by the pinned one, that waits for the operator;
 *     empty if there is none
 * @param offeredMs when it was first seen; 0 if there is none
 */
public record PeerKnowledge(
    Bytes key, PinOrigin origin, long pinnedMs, boolean x1, Bytes offered, long offeredMs) {
  public static final PeerKnowledge NONE =
      new PeerKnowledge(Bytes.EMPTY, PinOrigin.FIRST_SEEN, 0, false, Bytes.EMPTY, 0);

  /** The same key keeps its origin and time; X1, once seen, is never unseen. */
  PeerKnowledge pinned(Bytes by, PinOrigin why, boolean withX1, long atMs) {
    boolean same = key.equals(by);
    return new PeerKnowledge(
        by, same ? origin : why, same ? pinnedMs : atMs, x1 || withX1, Bytes.EMPTY, 0);
  }

  PeerKnowledge offered(Bytes other, long atMs) {
    boolean again = offered.equals(other);
    return new PeerKnowledge(key, origin, pinnedMs, x1, other, again ? offeredMs : atMs);
  }

  public boolean isPinned() {
    return !key.isEmpty();
  }

  /** Whether mail waits because the node showed another key than the pinned one. */
  public boolean isKeyDisputed() {
    return !offered.isEmpty();
  }
}
