package cmtp.node.cli.session;

import cmtp.node.cli.console.ExitCode;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import java.util.Optional;

/**
 * What became of a letter for one recipient.
 *
 * @param code {@link ExitCode#OK} if the server answers for it
 * @param mid of the message, if there was one
 * @param detail for people
 */
public record Delivery(Address recipient, ExitCode code, Optional<MessageId> mid, String detail) {
  public boolean isDelivered() {
    return code == ExitCode.OK;
  }
}
