package cmtp.node.mailbox;

import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;

/** How to reach a mailbox or a directory, wherever it runs; both start when first spoken to. */
public interface Mailboxes {
  void tell(Address address, Mailbox.Command command);

  void tell(DomainName domain, Directory.Command command);
}
