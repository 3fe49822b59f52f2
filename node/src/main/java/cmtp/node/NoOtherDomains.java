package cmtp.node;

import cmtp.node.delivery.QueueBoard;
import cmtp.node.delivery.RemoteDomain;
import cmtp.node.keys.RemoteKeys;
import cmtp.node.mailbox.Mailboxes;
import cmtp.protocol.address.DomainName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A node on its own: mail for other domains is put off, nobody's key is known there. */
final class NoOtherDomains implements OtherDomains {
  private static final String WHY = "this node is not connected to other domains";

  @Override
  public Started start(ActorContext<?> context, NodeGuardian.Parts parts, Mailboxes mailboxes) {
    return new Started(
        NoOtherDomains::refuse,
        context.spawn(board(), "queue-board"),
        domain -> false,
        address -> CompletableFuture.completedStage(new RemoteKeys.Unavailable(WHY)),
        (mid, mailbox, nowMillis) -> {});
  }

  private static void refuse(DomainName domain, RemoteDomain.Command command) {
    RemoteDomain.Refused refused = new RemoteDomain.Refused(WHY);
    if (command instanceof RemoteDomain.Check check) {
      check.replyTo().tell(refused);
    } else if (command instanceof RemoteDomain.Enqueue enqueue) {
      enqueue.replyTo().tell(refused);
    } else if (command instanceof RemoteDomain.Intervention intervention) {
      intervention.replyTo().tell(new RemoteDomain.Changed(0));
    }
  }

  private static Behavior<QueueBoard.Command> board() {
    return Behaviors.receiveMessage(
        message -> {
          if (message instanceof QueueBoard.GatherMail gather) {
            tellNothing(gather.replyTo());
          } else if (message instanceof QueueBoard.FindMail find) {
            tellNothing(find.replyTo());
          }
          return Behaviors.same();
        });
  }

  private static void tellNothing(ActorRef<QueueBoard.Gathered> replyTo) {
    replyTo.tell(new QueueBoard.Gathered(List.of(), true));
  }
}
