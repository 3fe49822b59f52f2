package cmtp.node.ops;

import cmtp.node.keys.CurrentIdentity;
import cmtp.node.mailbox.ServerKeyKeeper;
import cmtp.node.ops.AdminException.Code;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;

/** {@code /v1/server-key}: the node's own key, and its replacement. */
public final class ServerKeyRoutes extends AdminRoutes {
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final CurrentIdentity identity;
  private final Consumer<ServerKeyKeeper.Command> keeper;
  private final ActorSystem<?> system;

  public ServerKeyRoutes(
      CurrentIdentity identity, Consumer<ServerKeyKeeper.Command> keeper, ActorSystem<?> system) {
    this.identity = identity;
    this.keeper = keeper;
    this.system = system;
  }

  @Override
  Optional<AdminAnswer> answer(AdminRequest request) {
    if (request.is("GET", "server-key")) {
      return Optional.of(AdminAnswer.ok(describe()));
    }
    return request.is("POST", "server-key", "rotate")
        ? Optional.of(AdminAnswer.ok(rotate()))
        : Optional.empty();
  }

  private ObjectNode describe() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    QueueJson.key(node, identity.get().key().publicKey().bytes());
    ArrayNode domains = node.putArray("domains");
    identity.get().domains().forEach(domain -> domains.add(domain.value()));
    return node;
  }

  private ObjectNode rotate() {
    ServerKeyKeeper.Rotation rotation =
        Asking.answer(keeper, ServerKeyKeeper.Rotate::new, PATIENCE, system);
    if (rotation instanceof ServerKeyKeeper.Rotated rotated) {
      ObjectNode node = describe();
      QueueJson.key(node.putObject("before"), rotated.before().bytes());
      return node;
    }
    throw new AdminException(Code.REFUSED, ((ServerKeyKeeper.NotRotated) rotation).reason());
  }
}
