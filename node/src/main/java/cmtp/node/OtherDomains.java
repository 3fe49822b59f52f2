package cmtp.node;

import cmtp.node.delivery.QueueBoard;
import cmtp.node.delivery.RemoteDomains;
import cmtp.node.delivery.WaitingDomains;
import cmtp.node.keys.RemoteKeys;
import cmtp.node.mailbox.Mailboxes;
import cmtp.node.session.Tracing;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Starts, with the node's actors, what reaches other domains. */
@FunctionalInterface
interface OtherDomains {

  /**
   * What sessions are given of it.
   *
   * @param types of the entities that are behind it
   */
  record Started(
      RemoteDomains domains,
      ActorRef<QueueBoard.Command> queues,
      WaitingDomains waiting,
      RemoteKeys keys,
      Tracing tracing,
      List<EntityTypeKey<?>> types) {
    public Started {
      types = List.copyOf(types);
    }
  }

  /** Called once, on the guardian's own thread, with its context to spawn in. */
  Started start(ActorContext<?> context, NodeGuardian.Parts parts, Mailboxes mailboxes);
}
