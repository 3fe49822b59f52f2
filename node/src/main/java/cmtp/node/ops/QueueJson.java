package cmtp.node.ops;

import cmtp.node.delivery.RemoteDomain;
import cmtp.node.delivery.RemoteDomain.Summary;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.crypto.VerifyKey;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** How queues and domains look as JSON. Keys and times that there are not are left out. */
final class QueueJson {
  private QueueJson() {}

  static ObjectNode summary(Summary summary) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("domain", summary.domain().value());
    node.put("activity", summary.activity().name().toLowerCase(Locale.ROOT));
    node.put("waiting", summary.waiting());
    node.put("held", summary.held());
    node.put("bytes", summary.bytes());
    time(node, "oldestMs", summary.oldestMs());
    node.put("connections", summary.connections());
    node.put("window", summary.window());
    node.put("failures", summary.backoff().failures());
    time(node, "lastDialMs", summary.backoff().lastDialMs());
    time(node, "nextDialMs", summary.backoff().nextDialMs());
    node.put("reason", summary.backoff().reason());
    ArrayNode reasons = node.putArray("byReason");
    summary
        .byReason()
        .forEach(one -> reasons.addObject().put("reason", one.reason()).put("count", one.count()));
    ArrayNode ages = node.putArray("ages");
    summary.ages().forEach(ages::add);
    return node;
  }

  /** A summary with all that is known of the domain's node. */
  static ObjectNode domain(Summary summary) {
    ObjectNode node = summary(summary);
    PeerKnowledge peer = summary.peer();
    node.put("speaksX1", peer.x1());
    if (peer.isPinned()) {
      key(node.putObject("pinned"), peer.key())
          .put("origin", peer.origin().name().toLowerCase(Locale.ROOT))
          .put("sinceMs", peer.pinnedMs());
    }
    if (peer.isKeyDisputed()) {
      key(node.putObject("offered"), peer.offered()).put("sinceMs", peer.offeredMs());
    }
    return node;
  }

  static ObjectNode key(ObjectNode node, Bytes key) {
    node.put("key", key.base64());
    node.put("fingerprint", VerifyKey.of(key).map(VerifyKey::fingerprint).orElse(""));
    return node;
  }

  static ObjectNode mails(ObjectNode node, List<RemoteDomain.Mail> mails) {
    ArrayNode rows = node.putArray("mails");
    mails.forEach(mail -> rows.add(mail(mail)));
    return node;
  }

  static ObjectNode mail(RemoteDomain.Mail mail) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("mid", mail.mid().toString());
    node.put("id", mail.id());
    node.put("domain", mail.domain().value());
    node.put("source", mail.source());
    node.put("destination", mail.destination());
    node.put("bytes", mail.bytes());
    node.put("acceptedMs", mail.acceptedMs());
    node.put("attempts", mail.attempts());
    node.put("reason", mail.reason());
    time(node, "nextAttemptMs", mail.nextAttemptMs());
    node.put("held", mail.held());
    node.put("inDelivery", mail.inDelivery());
    return node;
  }

  static ObjectNode result(QueueAdmin.Result result) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("changed", result.count().values().stream().mapToInt(Integer::intValue).sum());
    ArrayNode rows = node.putArray("domains");
    result
        .count()
        .forEach(
            (domain, count) ->
                rows.addObject().put("domain", domain.value()).put("changed", count));
    ArrayNode missing = node.putArray("missing");
    result.missing().stream().map(MessageId::toString).forEach(missing::add);
    return node;
  }

  private static void time(ObjectNode node, String name, long ms) {
    if (ms > 0) {
      node.put(name, ms);
    }
  }
}
