package cmtp.simulations.load.drive;

import cmtp.protocol.command.Payload;

/**
 * What a session's user knows of their mailbox.
 *
 * @param mailbox whose user it is
 * @param modseq the mailbox's newest
 * @param nextUid of the inbox
 */
record Session(int mailbox, long modseq, long nextUid) {
  static final String INBOX = "inbox";

  static Session of(int mailbox, Payload.BoxTable boxes) {
    long modseq = boxes.rows().stream().mapToLong(Payload.BoxRow::modseq).max().orElse(0);
    long nextUid =
        boxes.rows().stream()
            .filter(row -> row.box().equals(INBOX))
            .mapToLong(Payload.BoxRow::nextUid)
            .findFirst()
            .orElse(1);
    return new Session(mailbox, modseq, nextUid);
  }
}
