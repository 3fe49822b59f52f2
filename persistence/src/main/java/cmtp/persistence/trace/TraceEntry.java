package cmtp.persistence.trace;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.Utf8;

/**
 * One thing that happened to a message at this node. Texts over their bound are cut.
 *
 * @param atMs when, Unix milliseconds
 * @param place the domain or mailbox concerned, at most 511 bytes
 * @param detail for people, at most 1 KiB
 * @param proof for {@link TraceKind#DELIVERED}: the server key of the node that took it, 32 bytes,
 *     and its signature over {@code SUCCESS <mid>}, 64 bytes (SPEC 5.3); otherwise empty
 */
public record TraceEntry(
    MessageId mid, long atMs, TraceKind kind, String place, String detail, Bytes proof) {
  public static final int PLACE_BYTES_MAX = 511;
  public static final int DETAIL_BYTES_MAX = 1024;
  public static final int PROOF_BYTES = 32 + 64;

  /**
   * @throws IllegalArgumentException if the proof has another length
   */
  public TraceEntry {
    place = Utf8.cut(place, PLACE_BYTES_MAX);
    detail = Utf8.cut(detail, DETAIL_BYTES_MAX);
    if (!proof.isEmpty() && proof.length() != PROOF_BYTES) {
      throw new IllegalArgumentException("a proof of " + proof.length() + " bytes");
    }
  }
}
