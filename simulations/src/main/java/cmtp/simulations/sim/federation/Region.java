package cmtp.simulations.sim.federation;

import cmtp.node.delivery.RemoteDomain;
import cmtp.node.delivery.RemoteDomains;
import cmtp.node.mailbox.Directory;
import cmtp.node.mailbox.Mailbox;
import cmtp.node.mailbox.Mailboxes;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import org.apache.pekko.actor.typed.ActorRef;

/** How the entities of one run of a node are reached. */
final class Region {
  private Region() {}

  record OfMailboxes(ActorRef<Entities.Command> mailboxes, ActorRef<Entities.Command> directories)
      implements Mailboxes {
    @Override
    public void tell(Address address, Mailbox.Command command) {
      mailboxes.tell(new Entities.Tell<>(address.toString(), command));
    }

    @Override
    public void tell(DomainName domain, Directory.Command command) {
      directories.tell(new Entities.Tell<>(domain.value(), command));
    }

    void move(boolean underWay) {
      mailboxes.tell(new Entities.Move(underWay));
      directories.tell(new Entities.Move(underWay));
    }
  }

  /** The host is made of services that know this, so it is told afterwards. */
  static final class OfQueues implements RemoteDomains {
    private ActorRef<Entities.Command> host;

    void at(ActorRef<Entities.Command> queues) {
      host = queues;
    }

    @Override
    public void tell(DomainName domain, RemoteDomain.Command command) {
      host.tell(new Entities.Tell<>(domain.value(), command));
    }

    void move(boolean underWay) {
      host.tell(new Entities.Move(underWay));
    }
  }
}
