package cmtp.node.cli.operator;

import cmtp.node.cli.console.Addresses;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.protocol.address.Address;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which running node an operator's command is for. */
public final class NodeOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The running node's data directory; otherwise CMTP_DATA, XDG_DATA_HOME/cmtp or"
              + " ~/.local/share/cmtp.")
  Path data;

  public AdminClient client(Terminal terminal) throws IOException {
    return AdminClient.of(AdminClient.dataDirectory(data, terminal));
  }

  /** A bare name belongs to the node's domain, if it serves only one. */
  public static Address address(String name, AdminClient node) throws IOException {
    if (name.contains("@")) {
      return Addresses.parse(name);
    }
    JsonNode domains = node.get("/v1/status").path("domains");
    if (domains.size() != 1) {
      throw new CliFailure(
          ExitCode.USAGE,
          "this node serves several domains: write " + name + "@DOMAIN, with one of " + domains);
    }
    return Addresses.parse(name + "@" + domains.get(0).asText());
  }
}
