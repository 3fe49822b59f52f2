package cmtp.persistence.mailbox;

import cmtp.protocol.MessageId;

/**
 * A message whose bytes are in the content store, on its way into a box.
 *
 * @param source the sender's address, at most 511 bytes
 */
public record Incoming(
    BoxName box, MessageId mid, long contentId, Sections sections, String source, Flags flags) {}
