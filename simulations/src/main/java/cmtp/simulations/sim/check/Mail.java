package cmtp.simulations.sim.check;

import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.simulations.sim.federation.Sender;
import java.util.ArrayList;
import java.util.List;

/** What is known of one message, from its writer's hand to its end. */
final class Mail {
  /** What must become of it. */
  enum Fate {
    /** Its reader exists: it arrives. */
    ARRIVES,
    /** It can't be delivered: its writer is told. */
    FAILS,
    /** A stranger wants it forwarded: it is refused. */
    REFUSED
  }

  record Note(long nanos, String text) {}

  final MessageId mid;
  final Address from;
  final Address to;
  final Fate fate;
  final Sender by;
  private final List<Note> notes = new ArrayList<>(6);
  int copies = 1;
  boolean acknowledged;
  boolean refused;
  boolean abandoned;
  int stored;
  int failures;
  int reportsComposed;
  int reports;
  boolean gaveUp;
  boolean stolen;

  Mail(MessageId mid, Address from, Address to, Fate fate, Sender by) {
    this.mid = mid;
    this.from = from;
    this.to = to;
    this.fate = fate;
    this.by = by;
  }

  void note(long nanos, String text) {
    notes.add(new Note(nanos, text));
  }

  List<Note> notes() {
    return List.copyOf(notes);
  }

  /** Whether its writer was seen to write it. */
  boolean isProven() {
    return by == Sender.WRITER;
  }

  /** Whether everything that must become of it has. */
  boolean isSettled() {
    if (refused || abandoned && !acknowledged) {
      return true;
    }
    boolean told = isProven() ? reports > 0 : failures > 0;
    return acknowledged && (fate == Fate.ARRIVES ? stored >= copies || told || stolen : told);
  }
}
