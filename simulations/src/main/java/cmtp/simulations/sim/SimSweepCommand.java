package cmtp.simulations.sim;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.simulations.report.Origin;
import cmtp.simulations.report.Progress;
import cmtp.simulations.report.ReportFiles;
import cmtp.simulations.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmtp sim sweep}: a scenario from many seeds. */
@Command(
    name = "sweep",
    description = {
      "Run a scenario from many seeds, several at the same time, until one breaks a rule; then make"
          + " that run smaller, and tell its story.",
      "The exit code is 1 if a rule was broken."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp sim sweep everything --seeds 1000",
      "  cmtp sim sweep bad-disks --from 500 --seeds 100 --threads 4 --json"
    })
final class SimSweepCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private ScenarioOptions scenario;
  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "1",
      description = "First seed; ${DEFAULT-VALUE} unless given.")
  private long from;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many seeds; ${DEFAULT-VALUE} unless given.")
  private int seeds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Runs at the same time; as many as there are processors unless given.")
  private Integer threads;

  @Option(
      names = "--shrink",
      paramLabel = "N",
      defaultValue = "40",
      description = "Runs to spend on making a broken one smaller; ${DEFAULT-VALUE} unless given.")
  private int shrink;

  @Option(names = "--report", paramLabel = "NAME", description = ReportFiles.OPTION)
  private Path report;

  private int done;

  SimSweepCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Scenario swept = scenario.load();
    int at = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    Origin origin = Origin.now(terminal, spec);
    SweepReport told = new SweepReport(swept, seeds);
    Sweep.Outcome outcome;
    Optional<Result> smallest;
    try (Progress progress = new Progress(terminal)) {
      outcome =
          new Sweep(swept, from, seeds, at)
              .run(
                  result -> {
                    told.add(result);
                    progress.at("seeds", ++done, seeds, "last " + result.seed());
                  });
      smallest = outcome.failure().map(failure -> shrunk(failure, progress));
    }
    Map<String, Object> json = json(outcome, smallest);
    if (report != null) {
      ReportFiles.of(terminal.directory().resolve(report))
          .write(told.of(outcome, smallest, json, origin));
    }
    if (common.json()) {
      terminal.json(json);
    } else {
      say(swept, outcome, smallest);
    }
    return (smallest.isEmpty() ? ExitCode.OK : ExitCode.REFUSED).number();
  }

  private Result shrunk(Result failure, Progress progress) {
    int[] tries = {0};
    return new Shrinker(shrink, tried -> progress.at("shrinking", ++tries[0], shrink, ""))
        .shrink(failure);
  }

  private void say(Scenario swept, Sweep.Outcome outcome, Optional<Result> smallest) {
    terminal.say(
        String.format(
            "%s: %d of %d seeds from %d are clean; %d mails, %.1f s of CPU",
            swept.name(),
            outcome.clean(),
            seeds,
            from,
            outcome.mails(),
            outcome.cpu().toMillis() / 1000.0));
    smallest.ifPresent(result -> Reports.lines(result).forEach(terminal::say));
  }

  private Map<String, Object> json(Sweep.Outcome outcome, Optional<Result> smallest) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("clean", outcome.clean());
    json.put("seeds", seeds);
    json.put("from", from);
    json.put("mails", outcome.mails());
    json.put("cpuSeconds", outcome.cpu().toMillis() / 1000.0);
    json.put("wallSeconds", outcome.wall().toMillis() / 1000.0);
    outcome.failure().ifPresent(first -> json.put("brokenAtSeed", first.seed()));
    json.put("broken", smallest.map(Reports::json).orElse(null));
    return json;
  }
}
