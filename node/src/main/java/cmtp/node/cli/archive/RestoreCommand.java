package cmtp.node.cli.archive;

import cmtp.node.StoreTools;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.Dates;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.SettingsOptions;
import cmtp.persistence.archive.ArchiveHeader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cmtp restore}: a backup becomes a store again. */
@Command(
    name = "restore",
    description = {
      "Put a backup back, into a data directory or a database in which nothing is stored.",
      "All or nothing: a node refuses to start on a restore that was interrupted.",
      "Mail that came after the backup is not in it; senders have been told that it arrived."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp restore /backup/mail.cmtp --data /srv/cmtp",
      "  cmtp restore mail.cmtp --config /etc/cmtp.conf --json"
    })
public final class RestoreCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private SettingsOptions settings;

  @Parameters(paramLabel = "FILE", description = "What `cmtp backup` has written.")
  private Path file;

  public RestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path source = terminal.directory().resolve(file);
    StoreTools store = StoreTools.of(settings.load(terminal), terminal.clock());
    ArchiveHeader header = Bars.with(terminal, bars -> StoreTools.header(source));
    StoreTools.Filled filled =
        Bars.with(terminal, bars -> store.restore(source, total -> bars.toTotal("restore", total)));
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("store", filled.place());
      json.put("backedUpMs", header.atMs());
      json.put("product", header.product());
      json.put("domains", header.domains());
      json.put("files", filled.summary().files());
      json.put("rows", filled.summary().rows());
      terminal.json(json);
    } else {
      terminal.say(
          "Restored the mail of "
              + Printable.line(String.join(", ", header.domains()))
              + " of "
              + Dates.text(header.atMs() / 1000, terminal)
              + " into "
              + filled.place()
              + ".");
      terminal.say("Next: cmtp verify, then cmtp serve with the same settings as before.");
    }
    KeyNote.of(filled).ifPresent(terminal::warn);
    return ExitCode.OK.number();
  }
}
