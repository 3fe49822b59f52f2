package cmtp.node.routing;

import cmtp.protocol.address.Address;

/** Where a message goes. */
public sealed interface NextHop {
  /** Into a mailbox of this node, if there is one of that name. */
  record LocalMailbox(Address address) implements NextHop {}

  /**
   * To another domain's node.
   *
   * @param proven whether its originator is known: a session of its source's own account submits it
   */
  record OtherDomain(Address destination, boolean proven) implements NextHop {}

  record Refused(Reason reason) implements NextHop {}

  enum Reason {
    /** The destination is no account's name. */
    NOT_A_NAME,
    /** This client may not send to other domains. */
    NOT_FORWARDED
  }
}
