package cmtp.persistence.mailbox;

import cmtp.protocol.MessageId;

/**
 * A message id whose last entry left the mailbox.
 *
 * @param modseq the mailbox's modseq of that moment
 * @param atMs when, Unix milliseconds
 */
public record Departure(MessageId mid, long modseq, long atMs) {}
