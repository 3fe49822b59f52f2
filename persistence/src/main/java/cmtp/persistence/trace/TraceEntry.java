package cmtp.persistence.trace;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;

/**
 * One thing that happened to a message at this node.
 *
 * @param atMs when, Unix milliseconds
 * @param place the domain or mailbox concerned, at most 511 bytes
 * @param detail for people, at most 1 KiB
 * @param proof for {@link TraceKind#DELIVERED}: the server key of the node that took it, 32 bytes,
 *     and its signature over {@code SUCCESS <mid>}, 64 bytes (SPEC 5.3); otherwise empty
 */
public record TraceEntry(
    MessageId mid, long atMs, TraceKind kind, String place, String detail, Bytes proof) {}
