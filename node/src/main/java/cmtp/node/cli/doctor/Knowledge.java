package cmtp.node.cli.doctor;

import cmtp.node.NodeSettings;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.AdminClient;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.VerifyKey;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a node tells of the domain and of how it looks up names; without a node that runs, only what
 * settings say.
 *
 * @param note for people; empty if everything is known
 */
record Knowledge(NodeSettings settings, Expectation expectation, String note) {
  private static final Set<String> USED =
      Set.of("cmtp.dns.servers", "cmtp.dns.budget", "cmtp.dns.private-targets", "cmtp.domains");

  static Knowledge ofRunningNode(
      DomainName domain, Path data, Map<String, String> overrides, Terminal terminal)
      throws IOException {
    Path directory = AdminClient.dataDirectory(data, terminal);
    Optional<AdminClient> node = node(directory);
    Map<String, String> values = new LinkedHashMap<>();
    if (node.isPresent()) {
      for (JsonNode setting : node.get().get("/v1/config").path("settings")) {
        if (USED.contains(setting.path("name").asText())) {
          values.put(setting.path("name").asText(), setting.path("value").asText());
        }
      }
    }
    values.putAll(overrides);
    return of(domain, NodeSettings.load(Optional.empty(), values), node);
  }

  static Knowledge ofSettings(
      DomainName domain, NodeSettings settings, Path data, Terminal terminal) throws IOException {
    Path directory =
        data == null ? settings.dataDirectory() : AdminClient.dataDirectory(data, terminal);
    return of(domain, settings, node(directory));
  }

  /** Empty if none runs there: a domain can be looked at without one. */
  private static Optional<AdminClient> node(Path directory) throws IOException {
    try {
      AdminClient client = AdminClient.of(directory);
      client.get("/v1/status");
      return Optional.of(client);
    } catch (CliFailure none) {
      if (none.exitCode() == ExitCode.UNREACHABLE || none.exitCode() == ExitCode.AUTH) {
        return Optional.empty();
      }
      throw none;
    }
  }

  private static Knowledge of(DomainName domain, NodeSettings settings, Optional<AdminClient> node)
      throws IOException {
    boolean privateTargets = settings.federation().resolver().privateTargets();
    if (node.isEmpty()) {
      return new Knowledge(
          settings,
          Expectation.nothing(domain, privateTargets),
          "No node runs here (or it is another user's): keys are not compared with what it knows.");
    }
    JsonNode own = node.get().get("/v1/server-key");
    boolean ours = names(own.path("domains")).contains(domain.value());
    return new Knowledge(
        settings,
        ours
            ? ours(domain, own, node.get(), privateTargets)
            : other(domain, node.get(), privateTargets),
        "");
  }

  private static Expectation ours(
      DomainName domain, JsonNode own, AdminClient node, boolean privateTargets)
      throws IOException {
    return new Expectation(
        domain,
        true,
        VerifyKey.ofBase64(own.path("key").asText()),
        node.get("/v1/status").path("port").asInt(),
        privateTargets);
  }

  private static Expectation other(DomainName domain, AdminClient node, boolean privateTargets)
      throws IOException {
    JsonNode known = node.get("/v1/domains/" + AdminClient.encoded(domain.value()));
    return new Expectation(
        domain, false, VerifyKey.ofBase64(known.at("/pinned/key").asText()), 0, privateTargets);
  }

  private static List<String> names(JsonNode list) {
    return java.util.stream.StreamSupport.stream(list.spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }
}
