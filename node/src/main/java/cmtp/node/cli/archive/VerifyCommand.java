package cmtp.node.cli.archive;

import cmtp.node.StoreTools;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.SettingsOptions;
import cmtp.persistence.archive.Problem;
import cmtp.persistence.archive.Report;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cmtp verify}: is everything there, and as it was written? */
@Command(
    name = "verify",
    description = {
      "Check a backup, or the store itself while the node runs: every record can be read, no number"
          + " is missing, every message is there with exactly the bytes that it came with.",
      "Exits with 1 if something is lost; messages that belong to nobody are only a warning."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp verify /backup/mail.cmtp",
      "  cmtp verify --data /srv/cmtp --json"
    })
public final class VerifyCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private SettingsOptions settings;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "What `cmtp backup` has written; without it, the store itself.")
  private Path file;

  public VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Report report = Bars.with(terminal, bars -> report(total -> bars.toTotal("verify", total)));
    if (common.json()) {
      terminal.json(json(report));
    } else {
      print(report);
    }
    return (report.isSound() ? ExitCode.OK : ExitCode.REFUSED).number();
  }

  private Report report(StoreTools.Progress progress) {
    return file == null
        ? StoreTools.of(settings.load(terminal), terminal.clock()).verify(progress)
        : StoreTools.verify(terminal.directory().resolve(file), progress);
  }

  private void print(Report report) {
    for (Problem problem : report.problems()) {
      terminal.say(name(problem) + ": " + Printable.line(problem.what()));
    }
    terminal.say(
        String.format(
            Locale.ROOT,
            "%d entities, %d events, %d snapshots, %d messages (%d bytes):"
                + " %d errors, %d warnings.",
            report.entities(),
            report.events(),
            report.snapshots(),
            report.contents(),
            report.contentBytes(),
            report.errors(),
            report.warnings()));
  }

  private static String name(Problem problem) {
    return problem.weight().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> json(Report report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sound", report.isSound());
    json.put("entities", report.entities());
    json.put("events", report.events());
    json.put("snapshots", report.snapshots());
    json.put("messages", report.contents());
    json.put("messageBytes", report.contentBytes());
    json.put("errors", report.errors());
    json.put("warnings", report.warnings());
    json.put(
        "problems",
        report.problems().stream()
            .map(problem -> Map.of("weight", name(problem), "what", problem.what()))
            .toList());
    return json;
  }
}
