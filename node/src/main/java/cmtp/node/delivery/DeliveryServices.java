package cmtp.node.delivery;

import cmtp.node.keys.CurrentIdentity;
import cmtp.node.mailbox.ContentDeletion;
import cmtp.node.mailbox.Mailboxes;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.time.Clock;
import org.apache.pekko.actor.typed.ActorRef;

/** What the queues of all domains share on one node. */
public record DeliveryServices(
    DeliverySettings settings,
    CurrentIdentity identity,
    Attempts attempts,
    ActorRef<OutboundGate.Command> gate,
    ActorRef<QueueBoard.Command> board,
    WaitingDomainSet waitingDomains,
    Mailboxes mailboxes,
    ContentDeletion contents,
    ReportContents reports,
    TraceStore trace,
    DeliveryMeter meter,
    SecureRandomBytes random,
    Clock clock) {

  double chance() {
    return RetrySchedule.unit(random.next(RetrySchedule.UNIT_BYTES));
  }
}
