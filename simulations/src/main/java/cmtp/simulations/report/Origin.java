package cmtp.simulations.report;

import cmtp.node.cli.console.Terminal;
import cmtp.simulations.machine.Machine;
import cmtp.simulations.machine.ProcFiles;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a run was, and where: seen before it begins.
 *
 * @param command as it was typed
 * @param seed where all chance of it came from, if it came from a seed
 * @param load the machine's load averages before the run, if it tells them
 * @param heapMaxMiB memory that this program's Java may use
 */
public record Origin(
    String command,
    OptionalLong seed,
    Instant began,
    Build build,
    Machine machine,
    Optional<String> load,
    long heapMaxMiB) {

  /**
   * @param spec of the command that runs
   */
  public static Origin now(Terminal terminal, CommandSpec spec) {
    return now(terminal, CommandWords.of(spec));
  }

  static Origin now(Terminal terminal, String command) {
    ProcFiles proc = ProcFiles.system();
    return new Origin(
        command,
        OptionalLong.empty(),
        terminal.clock().instant(),
        Build.here(),
        Machine.here(proc),
        proc.loadAverages(),
        Runtime.getRuntime().maxMemory() >> 20);
  }

  public Origin withSeed(long number) {
    return new Origin(command, OptionalLong.of(number), began, build, machine, load, heapMaxMiB);
  }
}
