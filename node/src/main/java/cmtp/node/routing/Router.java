package cmtp.node.routing;

import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.address.InvalidAddressException;
import cmtp.protocol.message.MessageHeader;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Decides where a message goes, from its header and who brings it (SPEC 4.13). So that strangers
 * can't use this node to reach others, only accounts and trusted networks send to other domains.
 *
 * @param ours the domains served here, the primary one first
 * @param trusted networks whose clients may send anywhere, from any source
 */
public record Router(List<DomainName> ours, List<Network> trusted) {
  public Router {
    ours = List.copyOf(ours);
    trusted = List.copyOf(trusted);
    if (ours.isEmpty()) {
      throw new IllegalArgumentException("a node serves at least one domain");
    }
  }

  /**
   * Who is on the other end of a connection.
   *
   * @param user whose session it is, if it is one
   */
  public record Client(Optional<Address> user, InetAddress address) {}

  public NextHop route(MessageHeader header, Client client) {
    Optional<Address> destination =
        address(header.destinationAccount(), header.destinationDomain())
            .filter(address -> !address.account().isServer());
    if (destination.isEmpty()) {
      return new NextHop.Refused(NextHop.Reason.NOT_A_NAME);
    }
    if (ours.contains(destination.get().domain())) {
      return new NextHop.LocalMailbox(destination.get());
    }
    boolean proven = isOwn(header, client);
    return proven || isTrusted(client)
        ? new NextHop.OtherDomain(destination.get(), proven)
        : new NextHop.Refused(NextHop.Reason.NOT_FORWARDED);
  }

  private boolean isOwn(MessageHeader header, Client client) {
    Optional<Address> source = address(header.sourceAccount(), header.sourceDomain());
    return source.isPresent() && source.equals(client.user()) && !source.get().account().isServer();
  }

  private boolean isTrusted(Client client) {
    return trusted.stream().anyMatch(network -> network.contains(client.address()));
  }

  /**
   * Whether this client may make the node ask others: with a session, or from a trusted network.
   */
  public boolean mayAskOthers(Client client) {
    return client.user().isPresent() || isTrusted(client);
  }

  /** An address in its stored form, ours or not; an empty domain is the primary one (SPEC 1.5). */
  public Optional<Address> address(String account, String domain) {
    try {
      return Optional.of(
          domain.isEmpty()
              ? new Address(AccountName.parse(account), ours.get(0))
              : Address.of(account, domain));
    } catch (InvalidAddressException noAddress) {
      return Optional.empty();
    }
  }
}
