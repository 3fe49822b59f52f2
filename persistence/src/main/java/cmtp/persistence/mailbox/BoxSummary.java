package cmtp.persistence.mailbox;

/**
 * A row of BOXES.
 *
 * @param modseq of the last change in this box
 * @param bytes the sum of the sizes of its messages
 */
public record BoxSummary(
    BoxName name, long uidValidity, long nextUid, long modseq, int total, int unseen, long bytes) {}
