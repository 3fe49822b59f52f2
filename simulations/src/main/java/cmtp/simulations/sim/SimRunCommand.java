package cmtp.simulations.sim;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.simulations.report.Origin;
import cmtp.simulations.report.Progress;
import cmtp.simulations.report.ReportFiles;
import cmtp.simulations.sim.scenario.Fault;
import cmtp.simulations.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmtp sim run}: one run of a scenario. */
@Command(
    name = "run",
    description = {
      "Run a scenario once. The first broken rule ends the run, with the message's story and the"
          + " command that runs it again.",
      "The exit code is 1 if a rule was broken."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp sim run steady",
      "  cmtp sim run everything --seed 7 --report run.html",
      "  cmtp sim run long-outage --set domains=50 --set work.mails=5000",
      "  cmtp sim run everything --seed 7 --faults 3,9,12"
    })
final class SimRunCommand implements Callable<Integer> {
  private static final String NONE = "none";

  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private ScenarioOptions scenario;
  @Spec private CommandSpec spec;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Where all chance comes from; ${DEFAULT-VALUE} unless given.")
  private long seed;

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      description = "Only these of the faults that `cmtp sim show` numbers, or `none`.")
  private String only;

  @Option(names = "--report", paramLabel = "NAME", description = ReportFiles.OPTION)
  private Path report;

  SimRunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Scenario run = scenario.load();
    Origin origin = Origin.now(terminal, spec);
    Result result;
    try (Progress progress = new Progress(terminal)) {
      result = new Simulation(run, seed, faults(run), now -> tell(progress, now)).run();
    }
    if (report != null) {
      ReportFiles.of(terminal.directory().resolve(report)).write(RunReport.of(result, origin));
    }
    if (common.json()) {
      terminal.json(Reports.json(result));
    } else {
      Reports.lines(result).forEach(terminal::say);
    }
    return (result.isClean() ? ExitCode.OK : ExitCode.REFUSED).number();
  }

  private static void tell(Progress progress, Simulation.Progress now) {
    progress.at(
        "simulated",
        now.simulated().toMillis(),
        now.whole().toMillis(),
        String.format("%,d mails arrived", now.arrived()));
  }

  private List<Fault> faults(Scenario run) {
    List<Fault> all = run.planned(seed);
    if (only == null) {
      return all;
    }
    Set<Integer> numbers = only.equals(NONE) ? Set.of() : numbers();
    return all.stream().filter(fault -> numbers.contains(fault.number())).toList();
  }

  private Set<Integer> numbers() {
    try {
      return Arrays.stream(only.split(",")).map(Integer::valueOf).collect(Collectors.toSet());
    } catch (NumberFormatException wrong) {
      throw new CliFailure(ExitCode.USAGE, "--faults takes numbers, as 3,9,12: " + only);
    }
  }
}
