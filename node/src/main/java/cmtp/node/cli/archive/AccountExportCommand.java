package cmtp.node.cli.archive;

import cmtp.node.StoreTools;
import cmtp.node.cli.console.Addresses;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.SettingsOptions;
import cmtp.persistence.archive.AccountArchive;
import cmtp.protocol.address.Address;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp account export}: one account with its mail, for another node. */
@Command(
    name = "export",
    description = {
      "Write one account with its mail into a file, as it is at this moment, still sealed: for"
          + " another node that serves the same domain. The node may run.",
      "Disable the account first, or what comes meanwhile stays here.",
      "The options say where the store is, as for `cmtp serve`."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp account export ann@example.org ann.cmtp",
      "  cmtp account export ann@example.org ann.cmtp --data /srv/cmtp"
    })
public final class AccountExportCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private SettingsOptions settings;

  @Option(names = "--force", description = "Replace the file if it exists.")
  private boolean force;

  @Parameters(paramLabel = "ADDRESS", description = "The whole address.")
  private String name;

  @Parameters(paramLabel = "FILE", description = "Where to write; FILE.part until it is complete.")
  private Path file;

  public AccountExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Address address = Addresses.parse(name);
    Path target = terminal.directory().resolve(file);
    StoreTools store = StoreTools.of(settings.load(terminal), terminal.clock());
    AccountArchive.Summary summary =
        Bars.with(
            terminal,
            bars -> store.export(address, target, force, total -> bars.toTotal("export", total)));
    if (common.json()) {
      terminal.json(
          Map.of(
              "address", address.toString(),
              "file", target.toString(),
              "messages", summary.messages(),
              "contents", summary.contents()));
    } else {
      terminal.say("Exported " + address + " with " + summary.messages() + " messages.");
    }
    return ExitCode.OK.number();
  }
}
