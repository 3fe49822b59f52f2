package cmtp.simulations.load;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.VerifyKey;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The node that is measured, as its operator's interface describes it.
 *
 * @param domain the primary one, whose name its signatures carry
 */
record NodeUnderLoad(
    String version,
    DomainName domain,
    VerifyKey serverKey,
    InetSocketAddress address,
    long pid,
    String dataDirectory) {

  /** Reads {@code GET /v1/status}. */
  static NodeUnderLoad of(JsonNode status) throws UnknownHostException {
    VerifyKey key =
        VerifyKey.ofBase64(status.path("serverKey").asText())
            .orElseThrow(
                () -> new CliFailure(ExitCode.UNREACHABLE, "the node tells no valid server key"));
    InetAddress all = InetAddress.getByName(status.path("interface").asText("0.0.0.0"));
    InetAddress reachable = all.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : all;
    return new NodeUnderLoad(
        status.path("version").asText(),
        new DomainName(status.path("domains").path(0).asText()),
        key,
        new InetSocketAddress(reachable, status.path("port").asInt()),
        status.path("pid").asLong(),
        status.path("dataDirectory").asText());
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", version);
    json.put("domain", domain.value());
    json.put("address", address.getAddress().getHostAddress() + ":" + address.getPort());
    json.put("pid", pid);
    json.put("dataDirectory", dataDirectory);
    return json;
  }
}
