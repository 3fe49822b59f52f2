package cmtp.persistence.mailbox;

import java.util.List;

/**
 * A box as it is stored in a snapshot.
 *
 * @param forgottenModseq the highest modseq of a tombstone that is no longer kept; 0 for none
 * @param entries by ascending uid
 * @param tombstones by ascending modseq
 */
public record BoxSnapshot(
    BoxName name,
    long uidValidity,
    long nextUid,
    long modseq,
    long forgottenModseq,
    List<Entry> entries,
    List<Tombstone> tombstones) {
  public BoxSnapshot {
    entries = List.copyOf(entries);
    tombstones = List.copyOf(tombstones);
  }

  /** The box itself. */
  BoxSnapshot withoutRows() {
    return with(List.of(), List.of());
  }

  /** The same box with these rows. */
  public BoxSnapshot with(List<Entry> someEntries, List<Tombstone> someTombstones) {
    return new BoxSnapshot(
        name, uidValidity, nextUid, modseq, forgottenModseq, someEntries, someTombstones);
  }
}
