package cmtp.simulations.load.target;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.VerifyKey;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One process of the node that is measured.
 *
 * @param version as it describes itself
 * @param domain the primary one, whose name its signatures carry
 * @param pid 0 if it is not known here
 * @param dataDirectory empty if it is not known here
 */
public record NodeUnderLoad(
    String version,
    DomainName domain,
    VerifyKey serverKey,
    InetSocketAddress address,
    long pid,
    String dataDirectory) {

  /**
   * Asks a node that is managed elsewhere who it is.
   *
   * @throws CliFailure unless its server key is this one
   */
  public static NodeUnderLoad at(
      InetSocketAddress address, VerifyKey expected, Duration patience, SecureRandomBytes random)
      throws IOException {
    try (CmtpClient client = CmtpClient.connect(address, patience, random)) {
      if (!client.fetchServerKey().equals(expected)) {
        throw new CliFailure(
            ExitCode.KEY_CHANGED,
            "the server key of " + address + " is another one than the file of accounts names");
      }
      String[] greeting = client.greeting().split(" ");
      String version = greeting[greeting.length - 1];
      return new NodeUnderLoad(version, client.domain(), expected, address, 0, "");
    }
  }

  /** Reads {@code GET /v1/status}. */
  public static NodeUnderLoad of(JsonNode status) throws UnknownHostException {
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

  /** For people. */
  public String text() {
    return pid == 0
        ? version + ", " + address.getAddress().getHostAddress() + ":" + address.getPort()
        : version + ", pid " + pid + ", " + dataDirectory;
  }

  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", version);
    json.put("domain", domain.value());
    json.put("address", address.getAddress().getHostAddress() + ":" + address.getPort());
    if (pid != 0) {
      json.put("pid", pid);
      json.put("dataDirectory", dataDirectory);
    }
    return json;
  }
}
