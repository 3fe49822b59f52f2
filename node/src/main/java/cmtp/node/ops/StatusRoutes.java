package cmtp.node.ops;

import cmtp.node.SettingDescription;
import cmtp.protocol.crypto.VerifyKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** {@code /v1/status} and {@code /v1/config}. */
public final class StatusRoutes extends AdminRoutes {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final NodeStatus status;
  private final List<SettingDescription> settings;
  private final Consumer<ActorRef<Integer>> countConnections;
  private final ActorSystem<?> system;

  public StatusRoutes(
      NodeStatus status,
      List<SettingDescription> settings,
      Consumer<ActorRef<Integer>> countConnections,
      ActorSystem<?> system) {
    this.status = status;
    this.settings = List.copyOf(settings);
    this.countConnections = countConnections;
    this.system = system;
  }

  @Override
  Optional<AdminAnswer> answer(AdminRequest request) {
    if (request.is("GET", "status")) {
      return Optional.of(AdminAnswer.ok(describeStatus()));
    }
    return request.is("GET", "config")
        ? Optional.of(AdminAnswer.ok(describeSettings()))
        : Optional.empty();
  }

  private static void describeAddress(ObjectNode node, InetSocketAddress address) {
    node.put("interface", address.getAddress().getHostAddress());
    node.put("port", address.getPort());
  }

  private JsonNode describeStatus() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("version", status.version());
    ArrayNode domains = node.putArray("domains");
    status.identity().get().domains().forEach(domain -> domains.add(domain.value()));
    describeAddress(node, status.address());
    status.cmtpdAddress().ifPresent(address -> describeAddress(node.putObject("cmtpd"), address));
    VerifyKey key = status.identity().get().key().publicKey();
    node.put("serverKey", key.base64());
    node.put("fingerprint", key.fingerprint());
    node.put("pid", status.pid());
    node.put("startedMs", status.startedMs());
    node.put("dataDirectory", status.dataDirectory().toString());
    node.put("connections", connections());
    return node;
  }

  private int connections() {
    Function<ActorRef<Integer>, ActorRef<Integer>> question = replyTo -> replyTo;
    return Asking.answer(countConnections, question, PATIENCE, system);
  }

  private JsonNode describeSettings() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = node.putArray("settings");
    for (SettingDescription setting : settings) {
      rows.addObject()
          .put("name", setting.name())
          .put("value", setting.value())
          .put("default", setting.defaultValue())
          .put("meaning", setting.meaning())
          .put("origin", setting.origin());
    }
    return node;
  }
}
