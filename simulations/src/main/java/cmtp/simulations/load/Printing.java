package cmtp.simulations.load;

import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where results go.
 *
 * @param reportFile null if none is wanted
 */
record Printing(Terminal terminal, boolean json, Path reportFile) {

  void print(Outcome outcome) throws IOException {
    if (reportFile != null) {
      Files.writeString(terminal.directory().resolve(reportFile), Json.of(outcome.whole()) + "\n");
    }
    if (json) {
      terminal.json(outcome.json());
    } else {
      outcome.lines().forEach(terminal::say);
    }
  }
}
