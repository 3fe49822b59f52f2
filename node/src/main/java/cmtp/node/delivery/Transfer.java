package cmtp.node.delivery;

import cmtp.node.peer.PeerEvent;
import cmtp.persistence.trace.TraceEntry;
import java.util.Optional;

/** Carries messages to a peer in its dialect, one after the other. */
interface Transfer {

  /** Asks the first question about this message. */
  void begin(Parcel parcel);

  /** Takes an answer; empty if there was another question to ask. */
  Optional<Carried> answered(PeerEvent.Answered answer);

  /**
   * How a message went.
   *
   * @param trace to be kept before the outcome is told
   * @param end why nothing more can go this way; empty if it can
   */
  record Carried(Outcome outcome, Optional<TraceEntry> trace, Optional<DeliveryAttempt.End> end) {

    static Carried of(Outcome outcome) {
      return new Carried(outcome, Optional.empty(), Optional.empty());
    }

    static Carried traced(Outcome outcome, TraceEntry trace) {
      return new Carried(outcome, Optional.of(trace), Optional.empty());
    }

    /** Nobody knows what became of the message: the peer did what no node does. */
    static Carried broken(long id, String reason) {
      return new Carried(
          new Outcome.Interrupted(id, reason),
          Optional.empty(),
          Optional.of(new DeliveryAttempt.Broken(reason)));
    }

    /** The same, and it was the last one on this connection. */
    Carried andOver() {
      return end.isPresent()
          ? this
          : new Carried(outcome, trace, Optional.of(DeliveryAttempt.Over.INSTANCE));
    }
  }
}
