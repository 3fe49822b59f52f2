package cmtp.simulations.load.target;

import cmtp.protocol.address.Address;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Accounts of a file: their mail is counted as their users can, in a session each. */
public final class GivenAccounts implements Accounts {
  private static final String DEVICE = "load";

  private final NodeUnderLoad node;
  private final List<TestMailbox> mailboxes;
  private final Duration patience;
  private final SecureRandomBytes random;

  public GivenAccounts(
      NodeUnderLoad node,
      List<TestMailbox> mailboxes,
      Duration patience,
      SecureRandomBytes random) {
    this.node = node;
    this.mailboxes = List.copyOf(mailboxes);
    this.patience = patience;
    this.random = random;
  }

  @Override
  public List<TestMailbox> mailboxes() {
    return mailboxes;
  }

  @Override
  public long stored() throws IOException {
    long messages = 0;
    try (CmtpClient client = CmtpClient.connect(node.address(), patience, random)) {
      client.trust(node.serverKey());
      client.secure();
      for (TestMailbox mailbox : mailboxes) {
        Address address = mailbox.address();
        client.authenticate(address.toString(), DEVICE, mailbox.owner().orElseThrow());
        messages +=
            client.call(X1Command.Boxes.INSTANCE, Payload.BoxTable::decode).rows().stream()
                .mapToLong(Payload.BoxRow::total)
                .sum();
      }
    }
    return messages;
  }
}
