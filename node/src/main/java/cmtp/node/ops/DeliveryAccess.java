package cmtp.node.ops;

import cmtp.node.delivery.QueueBoard;
import cmtp.node.delivery.RemoteDomains;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.address.DomainName;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How the admin interface reaches what concerns other domains.
 *
 * @param board the node's {@link QueueBoard}
 * @param known all domains of which something is stored, whether mail waits for them or not
 */
public record DeliveryAccess(
    RemoteDomains domains,
    Consumer<QueueBoard.Command> board,
    TraceStore traces,
    Supplier<CompletionStage<List<DomainName>>> known) {}
