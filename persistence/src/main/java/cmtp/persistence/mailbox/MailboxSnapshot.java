package cmtp.persistence.mailbox;

import java.util.List;

/**
 * A mailbox's state as it is stored: all that can't be computed from the rest.
 *
 * @param uidValidity the highest ever given to a box; 0 if none ever was
 * @param boxes by ascending name
 * @param departures by ascending modseq
 * @param garbage ids of contents that nothing refers to and the store still holds, ascending
 */
public record MailboxSnapshot(
    Account account,
    long modseq,
    long uidValidity,
    List<BoxSnapshot> boxes,
    List<Departure> departures,
    List<Long> garbage) {
  public MailboxSnapshot {
    boxes = List.copyOf(boxes);
    departures = List.copyOf(departures);
    garbage = List.copyOf(garbage);
  }
}
