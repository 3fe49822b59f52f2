package cmtp.simulations.load;

import cmtp.node.cli.console.Terminal;
import cmtp.simulations.report.Origin;
import cmtp.simulations.report.Report;
import cmtp.simulations.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where results go.
 *
 * @param name of the report, null if none is wanted
 */
record Printing(Terminal terminal, boolean json, Path name, Origin origin) {

  /** With the seed, unless it was given. */
  private String again() {
    String command = origin.command();
    return command.contains("--seed") ? command : command + " --seed=" + origin.seed().orElse(0);
  }

  void print(String title, Outcome outcome) throws IOException {
    if (name != null) {
      Duration took = Duration.between(origin.began(), terminal.clock().instant());
      Report page = outcome.page().apply(Report.of(title, origin, took));
      ReportFiles.of(terminal.directory().resolve(name))
          .write(page.replay(again(), "The same again."));
    }
    if (json) {
      terminal.json(outcome.json());
    } else {
      outcome.lines().forEach(terminal::say);
    }
  }
}
