package cmtp.node.session;

import cmtp.node.delivery.QueueBoard;
import cmtp.node.delivery.RemoteDomains;
import cmtp.node.delivery.WaitingDomains;
import cmtp.node.keys.KeyDirectory;
import cmtp.node.routing.Router;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What sessions need to serve other domains' mail.
 *
 * @param domains the queues
 * @param queues asks all of them
 * @param waiting which domains' contact is good news
 * @param keys of other domains' users
 * @param keyLookups limits the questions of one address
 * @param keyPatience longer than {@code keys} takes for any answer
 */
public record Federation(
    Router router,
    RemoteDomains domains,
    ActorRef<QueueBoard.Command> queues,
    WaitingDomains waiting,
    ActorRef<KeyDirectory.Command> keys,
    AttemptLimiter keyLookups,
    Duration keyPatience) {}
