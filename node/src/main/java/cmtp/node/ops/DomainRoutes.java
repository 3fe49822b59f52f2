package cmtp.node.ops;

import cmtp.node.delivery.QueueBoard;
import cmtp.node.delivery.RemoteDomain.Summary;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.VerifyKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;

/** {@code /v1/domains}: other domains and what is known of their nodes. */
public final class DomainRoutes extends AdminRoutes {
  private final QueueAdmin queue;

  public DomainRoutes(DeliveryAccess delivery, ActorSystem<?> system) {
    this.queue = new QueueAdmin(delivery, system);
  }

  @Override
  Optional<AdminAnswer> answer(AdminRequest request) throws IOException {
    if (request.is("GET", "domains")) {
      return Optional.of(AdminAnswer.ok(list(request)));
    }
    if (request.is("GET", "domains", "*")) {
      DomainName domain = AdminRequest.domain(request.element(1));
      return Optional.of(AdminAnswer.ok(QueueJson.domain(queue.summary(domain))));
    }
    return request.is("POST", "domains", "*", "*") ? change(request) : Optional.empty();
  }

  private JsonNode list(AdminRequest request) {
    int limit = (int) request.queryNumber("limit", QueueAdmin.ROWS_MAX, 1, QueueAdmin.ROWS_MAX);
    QueueBoard.Summaries working = queue.summaries();
    Map<String, Summary> byName = QueueAdmin.byName(working.summaries());
    List<DomainName> names = queue.names(request.query("after").orElse(""), working.summaries());
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = node.putArray("domains");
    for (DomainName name : names.subList(0, Math.min(limit, names.size()))) {
      ObjectNode row = rows.addObject().put("domain", name.value());
      Optional<Summary> known = Optional.ofNullable(byName.get(name.value()));
      known.ifPresentOrElse(
          summary -> row.setAll(QueueJson.summary(summary)),
          () -> row.put("activity", "idle").put("waiting", 0));
    }
    node.put("more", names.size() > limit);
    node.put("complete", working.complete());
    return node;
  }

  private Optional<AdminAnswer> change(AdminRequest request) throws IOException {
    DomainName domain = AdminRequest.domain(request.element(1));
    switch (request.element(2)) {
      case "pause":
        queue.pause(domain);
        return changed(domain, "paused");
      case "resume":
        queue.resume(domain);
        return changed(domain, "resumed");
      case "trust":
        return Optional.of(trust(domain, request.body()));
      default:
        return Optional.empty();
    }
  }

  private AdminAnswer trust(DomainName domain, JsonNode body) {
    Optional<Bytes> given =
        body.has("key") ? Optional.of(AdminRequest.bytes(body, "key")) : Optional.empty();
    VerifyKey key = queue.trust(domain, given);
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("domain", domain.value());
    return AdminAnswer.ok(QueueJson.key(node, key.bytes()));
  }

  private static Optional<AdminAnswer> changed(DomainName domain, String status) {
    return Optional.of(
        AdminAnswer.ok(
            JsonNodeFactory.instance
                .objectNode()
                .put("domain", domain.value())
                .put("status", status)));
  }
}
