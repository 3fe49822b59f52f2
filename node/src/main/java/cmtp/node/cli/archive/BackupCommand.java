package cmtp.node.cli.archive;

import cmtp.node.StoreTools;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.SettingsOptions;
import cmtp.persistence.archive.ArchiveSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp backup}: everything of one moment in one file, while the node goes on. */
@Command(
    name = "backup",
    description = {
      "Write everything that a node keeps into one file, as it is at this moment. The node may run.",
      "The file is secret: it holds the server's private key, and who mails whom. Mail is sealed.",
      "The options say where the store is, as for `cmtp serve`."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp backup /backup/mail.cmtp --data /srv/cmtp",
      "  cmtp backup mail.cmtp --config /etc/cmtp.conf --force --json"
    })
public final class BackupCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private SettingsOptions settings;

  @Option(names = "--force", description = "Replace the file if it exists.")
  private boolean force;

  @Parameters(paramLabel = "FILE", description = "Where to write; FILE.part until it is complete.")
  private Path file;

  public BackupCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Path target = terminal.directory().resolve(file);
    StoreTools store = StoreTools.of(settings.load(terminal), terminal.clock());
    ArchiveSummary summary =
        Bars.with(
            terminal, bars -> store.backup(target, force, total -> bars.toTotal("backup", total)));
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("file", target.toString());
      json.put("bytes", Files.size(target));
      json.put("store", store.describe());
      json.put("files", summary.files());
      json.put("rows", summary.rows());
      terminal.json(json);
    } else {
      terminal.say(
          "Backed up "
              + store.describe()
              + ": "
              + summary.events()
              + " events, "
              + summary.chunks()
              + " pieces of mail.");
      terminal.say("Keep " + target + " secret, and check it: cmtp verify " + target.getFileName());
    }
    return ExitCode.OK.number();
  }
}
