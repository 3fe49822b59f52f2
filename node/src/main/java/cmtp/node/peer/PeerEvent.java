package cmtp.node.peer;

/** What a connection tells its owner. */
public sealed interface PeerEvent {
  /** Which connection: an owner that dialled again may still hear of the one before. */
  PeerWire wire();

  /**
   * Connected, and the peer has said its first line; it is the owner's turn.
   *
   * @param greeting without its line end
   */
  record Connected(PeerWire wire, String greeting) implements PeerEvent {}

  /**
   * The answer to the one question; it is the owner's turn.
   *
   * @param everythingSent false if the answer came before the question's end: then nothing more can
   *     be asked here
   */
  record Answered(PeerWire wire, PeerReply reply, boolean everythingSent) implements PeerEvent {}

  /**
   * The connection is over; the last event.
   *
   * @param reason for people
   */
  record Broken(PeerWire wire, Kind kind, String reason) implements PeerEvent {}

  /** Why a connection broke. */
  enum Kind {
    /** There never was one. */
    UNREACHABLE,
    /** No answer in time. */
    SILENT,
    /** It reads too slowly. */
    SLOW,
    /** The peer ended it. */
    CLOSED,
    /** The peer said what no peer may say there. */
    MALFORMED,
    /** What was to be sent could not be read. */
    OURS
  }
}
