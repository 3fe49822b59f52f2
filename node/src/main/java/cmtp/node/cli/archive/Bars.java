package cmtp.node.cli.archive;

import cmtp.node.ArchiveException;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Progress;
import cmtp.node.cli.console.Terminal;
import java.util.function.Function;

/** Runs one of the wiring's tools with a progress bar; its failures become the command's. */
final class Bars {
  private Bars() {}

  /**
   * @throws CliFailure if it can't be done
   */
  static <T> T with(Terminal terminal, Function<Progress, T> tool) {
    try (Progress progress = new Progress(terminal)) {
      return tool.apply(progress);
    } catch (ArchiveException failed) {
      throw new CliFailure(ExitCode.REFUSED, failed.getMessage(), failed);
    }
  }
}
