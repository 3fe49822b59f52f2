package cmtp.node.cli.archive;

import cmtp.node.NodeSettings;
import cmtp.node.StoreTools;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.SettingsOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmtp migrate}: from one database to the other. */
@Command(
    name = "migrate",
    description = {
      "Move everything from the database that the settings name to another, empty one: from SQLite"
          + " to PostgreSQL, or back. The node must not run.",
      "SQLite's file is then renamed, so that no node opens it by mistake; nothing is deleted."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp migrate --data /srv/cmtp --to jdbc:postgresql://db/mail",
      "  cmtp migrate --config /etc/cmtp.conf --to sqlite"
    })
public final class MigrateCommand implements Callable<Integer> {
  private static final String SQLITE = "sqlite";

  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private SettingsOptions settings;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URL",
      description =
          "jdbc:postgresql://HOST/DATABASE (with cmtp.store.user and password-file of the"
              + " settings), or "
              + SQLITE
              + ".")
  private String to;

  public MigrateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String url = to.equals(SQLITE) ? "" : to;
    NodeSettings target = settings.with("cmtp.store.url", url).load(terminal);
    StoreTools store = StoreTools.of(settings.load(terminal), terminal.clock());
    StoreTools.Filled filled =
        Bars.with(terminal, bars -> store.migrate(target, total -> bars.toTotal("migrate", total)));
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("from", store.describe());
      json.put("to", filled.place());
      json.put("rows", filled.summary().rows());
      json.put("set", Map.of("cmtp.store.url", url));
      terminal.json(json);
    } else {
      terminal.say("Moved everything from " + store.describe() + " to " + filled.place() + ".");
      terminal.say("Now set, before you start the node again:");
      terminal.say("  cmtp.store.url = \"" + url + "\"");
      if (url.isEmpty()) {
        terminal.say("The old database is as it was: keep every node away from it.");
      }
    }
    KeyNote.of(filled).ifPresent(terminal::warn);
    return ExitCode.OK.number();
  }
}
