package cmtp.node.cli.session;

import cmtp.node.cli.console.ExitCode;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import java.util.Optional;

/**
 * What became of a letter for one recipient.
 *
 * @param state whether it is there
 * @param code {@link ExitCode#OK} if the server answers for it
 * @param mid of the message, if there was one
 * @param detail for people
 */
public record Delivery(
    Address recipient, State state, ExitCode code, Optional<MessageId> mid, String detail) {

  /** How far a letter got. */
  public enum State {
    /** It is in the recipient's mailbox. */
    DELIVERED,
    /** One's own server has it, answers for it, and passes it on to the recipient's. */
    ACCEPTED,
    NOT_SENT
  }

  /** Somebody else answers for it from now on. */
  public boolean isTaken() {
    return state != State.NOT_SENT;
  }

  static Delivery notSent(
      Address recipient, ExitCode code, Optional<MessageId> mid, String detail) {
    return new Delivery(recipient, State.NOT_SENT, code, mid, detail);
  }
}
