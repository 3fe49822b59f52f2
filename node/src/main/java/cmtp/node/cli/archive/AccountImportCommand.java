package cmtp.node.cli.archive;

import cmtp.node.StoreTools;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.AdminClient;
import cmtp.node.cli.operator.NodeOption;
import cmtp.persistence.archive.ArchiveHeader;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cmtp account import}: an account that another node has exported. */
@Command(
    name = "import",
    description = {
      "Take over an account that another node has exported: its keys, so that the password stays"
          + " the same, its boxes, flags and mail, with all their numbers.",
      "The account takes mail and logs in when all of it is here. If cut off, import it again."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp account import ann.cmtp",
      "  cmtp account import ann.cmtp --data /srv/cmtp --json"
    })
public final class AccountImportCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Parameters(paramLabel = "FILE", description = "What `cmtp account export` has written.")
  private Path file;

  public AccountImportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Path source = terminal.directory().resolve(file);
    ArchiveHeader header = Bars.with(terminal, bars -> StoreTools.header(source));
    if (header.kind() != ArchiveHeader.Kind.ACCOUNT || header.domains().size() != 1) {
      throw new CliFailure(
          ExitCode.REFUSED, source + " holds no account; cmtp restore reads backups");
    }
    String address = header.domains().get(0);
    JsonNode answer =
        node.client(terminal)
            .upload("/v1/accounts/" + AdminClient.encoded(address) + "/import", source);
    if (common.json()) {
      terminal.say(Json.of(answer));
    } else {
      terminal.say(
          "Imported "
              + Printable.line(address)
              + " with "
              + answer.path("messages").asLong()
              + " messages.");
      terminal.say("Remove it from the node that it is from: cmtp account remove " + address);
    }
    return ExitCode.OK.number();
  }
}
