package cmtp.node.ops;

import cmtp.node.delivery.QueueBoard;
import cmtp.node.delivery.RemoteDomain;
import cmtp.node.delivery.RemoteDomain.Summary;
import cmtp.node.ops.AdminException.Code;
import cmtp.protocol.address.DomainName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;

/** {@code /v1/queue}: mail that waits for other domains. */
public final class QueueRoutes extends AdminRoutes {
  private static final int DOMAINS_MAX = 1000;
  private static final int ROWS = 100;

  private final QueueAdmin queue;

  public QueueRoutes(DeliveryAccess delivery, ActorSystem<?> system) {
    this.queue = new QueueAdmin(delivery, system);
  }

  @Override
  Optional<AdminAnswer> answer(AdminRequest request) throws IOException {
    if (request.is("GET", "queue", "summary")) {
      return Optional.of(AdminAnswer.ok(summary()));
    }
    if (request.is("GET", "queue")) {
      return Optional.of(AdminAnswer.ok(list(request)));
    }
    if (request.is("GET", "queue", "*")) {
      return Optional.of(AdminAnswer.ok(QueueJson.mail(queue.find(request.element(1)))));
    }
    return request.is("POST", "queue", "*") ? change(request) : Optional.empty();
  }

  private JsonNode summary() {
    QueueBoard.Summaries all = queue.summaries();
    List<Summary> longest = new ArrayList<>(all.summaries());
    longest.sort(Comparator.comparingInt(Summary::waiting).reversed());
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("complete", all.complete() && longest.size() <= DOMAINS_MAX);
    ArrayNode rows = node.putArray("domains");
    longest.stream().limit(DOMAINS_MAX).map(QueueJson::summary).forEach(rows::add);
    return node;
  }

  private JsonNode list(AdminRequest request) {
    int limit = (int) request.queryNumber("limit", ROWS, 1, QueueAdmin.ROWS_MAX);
    long after = request.queryNumber("after", 0, 0, Long.MAX_VALUE);
    Optional<DomainName> domain = request.queryDomain();
    if (domain.isEmpty() && after > 0) {
      throw new AdminException(Code.BADREQUEST, "after needs a domain");
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (domain.isPresent()) {
      RemoteDomain.Mails mails = queue.list(domain.get(), after, limit);
      QueueJson.mails(node, mails.mails()).put("more", mails.more());
    } else {
      QueueBoard.Gathered mails = queue.oldest(limit);
      QueueJson.mails(node, mails.mails()).put("more", !mails.complete());
    }
    return node;
  }

  private Optional<AdminAnswer> change(AdminRequest request) throws IOException {
    JsonNode body = request.body();
    Optional<QueueAdmin.Deed> deed = deed(request.element(1), body);
    boolean everything = body.path("all").asBoolean(false) && !request.element(1).equals("drop");
    return deed.map(
        what -> AdminAnswer.ok(QueueJson.result(queue.change(target(body, everything), what))));
  }

  private static Optional<QueueAdmin.Deed> deed(String action, JsonNode body) {
    return switch (action) {
      case "retry" -> Optional.of(RemoteDomain.Retry::new);
      case "hold" -> Optional.of(RemoteDomain.Hold::new);
      case "release" -> Optional.of(RemoteDomain.Release::new);
      case "drop" -> {
        boolean silently = body.path("silently").asBoolean(false);
        yield Optional.of((mids, to) -> new RemoteDomain.Drop(mids, silently, to));
      }
      default -> Optional.empty();
    };
  }

  private static QueueAdmin.Target target(JsonNode body, boolean everything) {
    List<String> mids = new ArrayList<>();
    body.path("mids").forEach(mid -> mids.add(mid.asText()));
    Optional<DomainName> domain =
        body.has("domain")
            ? Optional.of(AdminRequest.domain(AdminRequest.text(body, "domain")))
            : Optional.empty();
    return new QueueAdmin.Target(domain, mids, everything);
  }
}
