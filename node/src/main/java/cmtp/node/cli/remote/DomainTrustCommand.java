package cmtp.node.cli.remote;

import cmtp.node.cli.console.Ask;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.AdminClient;
import cmtp.node.cli.operator.NodeOption;
import cmtp.protocol.crypto.VerifyKey;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp domain trust}: the operator decides which key is a domain's. */
@Command(
    name = "trust",
    description = {
      "Pin a key for a domain's node: the one that it shows now, or the one given.",
      "Compare the fingerprint with what the domain's operator tells over another way."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp domain trust example.net",
      "  cmtp domain trust example.net --key 0Dx8...Wk --yes"
    })
public final class DomainTrustCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Option(
      names = "--key",
      paramLabel = "B64",
      description = "This key, in base64url as in the domain's TXT record.")
  private String key;

  @Option(names = "--yes", description = "Don't ask.")
  private boolean yes;

  @Parameters(paramLabel = "DOMAIN", description = "The domain.")
  private String name;

  public DomainTrustCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AdminClient client = node.client(terminal);
    String path = "/v1/domains/" + AdminClient.encoded(name);
    JsonNode domain = client.get(path);
    VerifyKey chosen = chosen(domain);
    terminal.note(
        "  pinned  " + (domain.has("pinned") ? domain.at("/pinned/fingerprint").asText() : "none"));
    terminal.note("  new     " + chosen.fingerprint());
    if (!yes && !new Ask(terminal).confirm("Is the new one the key of " + name + "?")) {
      terminal.note("Nothing is changed.");
      return ExitCode.REFUSED.number();
    }
    JsonNode answer = client.post(path + "/trust", Map.of("key", chosen.base64()));
    if (common.json()) {
      terminal.say(Json.of(answer));
    } else {
      terminal.say("Trusted for " + name + ": " + chosen.fingerprint());
    }
    return ExitCode.OK.number();
  }

  /** The very key whose fingerprint is shown is the one that is trusted. */
  private VerifyKey chosen(JsonNode domain) {
    if (key != null) {
      return VerifyKey.ofBase64(key)
          .orElseThrow(
              () ->
                  new CliFailure(
                      ExitCode.USAGE, "--key takes a server key, 43 characters of base64url"));
    }
    return VerifyKey.ofBase64(domain.at("/offered/key").asText())
        .orElseThrow(
            () ->
                new CliFailure(
                    ExitCode.REFUSED,
                    name
                        + " shows no other key than the pinned one: there is nothing to decide;"
                        + " --key pins one all the same"));
  }
}
