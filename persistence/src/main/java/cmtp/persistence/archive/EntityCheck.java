package cmtp.persistence.archive;

import cmtp.persistence.journal.MalformedRecord;
import cmtp.persistence.journal.StoredForms;
import java.util.Optional;

/**
 * One entity's snapshots and events, as they come: numbers without gaps, everything readable, no
 * snapshot that its events don't lead to. Keeps one state, and the newest snapshot.
 */
final class EntityCheck {
  private final String id;
  private final Findings findings;
  private EntityFold fold;
  private Object snapshot;
  private long snapshotAt;
  private Object state;
  private long lastEvent;
  private long firstKept;
  private boolean readable = true;

  EntityCheck(String id, Findings findings) {
    this.id = id;
    this.findings = findings;
  }

  String id() {
    return id;
  }

  void snapshot(Row row) {
    long at = row.number(1);
    Optional<Object> decoded = decode("snapshot " + at, row.number(3), row.text(4), row, 5);
    if (decoded.isPresent() && mine(decoded.get(), "snapshot " + at)) {
      snapshot = decoded.get();
      snapshotAt = at;
      state = snapshot;
    }
  }

  void event(Row row) {
    long number = row.number(1);
    if (lastEvent > 0 && number != lastEvent + 1) {
      findings.error(id + ": events " + (lastEvent + 1) + " to " + (number - 1) + " are missing");
      readable = false;
    }
    lastEvent = number;
    if (row.number(3) != 0) {
      return; // kept for its number only
    }
    if (firstKept == 0) {
      begin(number);
    }
    Optional<Object> decoded = decode("event " + number, row.number(8), row.text(9), row, 7);
    if (decoded.isPresent() && mine(decoded.get(), "event " + number)) {
      apply(number, decoded.get());
    }
  }

  /** With all events from the first on the fold begins there, and so checks the snapshot too. */
  private void begin(long number) {
    firstKept = number;
    if (number == 1) {
      state = null;
    } else if (number > snapshotAt + 1) {
      findings.error(
          id + ": events 1 to " + (number - 1) + " are gone, and no snapshot stands for them");
      readable = false;
    }
  }

  private void apply(long number, Object event) {
    if (!readable || firstKept != 1 && number <= snapshotAt) {
      return; // what follows from a state that is not known says nothing
    }
    try {
      state = fold.apply(state == null ? fold.empty() : state, event);
      if (number == snapshotAt && !fold.comparable(state).equals(fold.comparable(snapshot))) {
        findings.error(id + ": the snapshot at " + number + " is not what its events lead to");
      }
    } catch (RuntimeException broken) {
      findings.error(id + ": event " + number + " can't be applied: " + broken);
      readable = false;
    }
  }

  private Optional<Object> decode(
      String what, long serializer, String manifest, Row row, int column) {
    if (!StoredForms.isOurs(serializer)) {
      return Optional.empty();
    }
    try {
      return Optional.of(StoredForms.read(manifest, row.bytes(column).unsafeArray()));
    } catch (MalformedRecord | IllegalStateException unreadable) {
      findings.error(id + ": " + what + " can't be read: " + unreadable.getMessage());
      readable = false;
      return Optional.empty();
    }
  }

  private boolean mine(Object record, String what) {
    EntityFold its = EntityFold.of(record);
    if (fold == null) {
      fold = its;
    }
    if (its == null || its != fold) {
      findings.error(id + ": " + what + " is of another kind of entity: " + record.getClass());
      readable = false;
      return false;
    }
    return true;
  }

  /**
   * The state after all events, with what it needs; nothing if it is none of ours or unreadable.
   */
  void end(EntityFold.Needs needs) throws java.sql.SQLException {
    if (snapshotAt > lastEvent) {
      findings.error(
          id + ": a snapshot at " + snapshotAt + " is ahead of the last event, " + lastEvent);
    }
    if (fold != null && state != null && readable) {
      fold.needs(state, needs);
    }
  }

  /** The state after all events; empty if it could not be had. */
  Optional<Object> state() {
    return readable ? Optional.ofNullable(state) : Optional.empty();
  }
}
