package cmtp.node.cli.operator;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.mail.Sizes;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmtp account list}: all accounts with what they use. */
@Command(
    name = "list",
    description = "List the node's accounts: state, messages, space used, and key fingerprint.",
    footer = {
      "",
      "Examples:",
      "  cmtp account list",
      "  cmtp account list --domain example.org --json"
    })
public final class AccountListCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Option(names = "--domain", paramLabel = "D", description = "Only this domain's accounts.")
  private String domain;

  public AccountListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    String filter = domain == null ? "" : "?domain=" + AdminClient.encoded(domain);
    JsonNode answer = node.client(terminal).get("/v1/accounts" + filter);
    if (common.json()) {
      terminal.say(Json.of(answer));
      return ExitCode.OK.number();
    }
    JsonNode accounts = answer.path("accounts");
    if (accounts.isEmpty()) {
      terminal.note("No accounts yet: cmtp account add NAME");
      return ExitCode.OK.number();
    }
    terminal.say(
        String.format(
            "%-32s %-9s %8s %10s %10s  %s",
            "ADDRESS", "STATUS", "MESSAGES", "USED", "QUOTA", "KEY"));
    accounts.forEach(this::line);
    return ExitCode.OK.number();
  }

  private void line(JsonNode account) {
    terminal.say(
        String.format(
            Locale.ROOT,
            "%-32s %-9s %8d %10s %10s  %s",
            Printable.line(account.path("address").asText()),
            Printable.line(account.path("status").asText()),
            account.path("messages").asLong(),
            Sizes.text(account.path("usedBytes").asLong()),
            Sizes.text(account.path("quotaBytes").asLong()),
            Printable.line(account.path("fingerprint").asText())));
  }
}
