package cmtp.persistence.mailbox;

/**
 * What remains of a deleted or moved message, so that clients learn of it.
 *
 * @param modseq the mailbox's modseq of the deletion
 * @param atMs when, Unix milliseconds
 */
public record Tombstone(long uid, long modseq, long atMs) {}
