package cmtp.simulations.scale;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.simulations.machine.Machine;
import cmtp.simulations.machine.ProcFiles;
import cmtp.simulations.machine.ProcessUsage;
import cmtp.simulations.report.Origin;
import cmtp.simulations.report.Progress;
import cmtp.simulations.report.ReportFiles;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cmtp scale run}: one scenario, or the same one twice with different settings. */
@Command(
    name = "run",
    description = {
      "Simulate what a scenario says: nodes that send to very many domains, with the node's own"
          + " decisions about retries, connections and routes, and measured times for its work.",
      "A scenario is the name of one that comes along (cmtp scale list) or a file; what can be"
          + " said in it is told by cmtp scale show defaults. The same seed gives the same"
          + " hash.",
      "A million domains for a week need about a gigabyte:"
          + " CMTP_JAVA_OPTS=-Xmx3g cmtp scale run steady"
    },
    footer = {
      "",
      "Examples:",
      "  cmtp scale run steady --set domains=10000 --set messages-per-day=100000",
      "  cmtp scale run ./mine.conf --set seed=7 --report /tmp/mine.html",
      "  cmtp scale run provider-outage --versus cmtp.delivery.retry-max=1h",
      "  cmtp scale run dead-domains --set nodes=2 --set cmtp.delivery.connections=1000"
    })
public final class ScaleRunCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "SCENARIO", description = "A name, or a file's.")
  private String name;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Another value than the scenario's; cmtp.delivery... are the node's settings.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--versus",
      paramLabel = "NAME=VALUE",
      description = "Run it again with this value, and compare.")
  private Map<String, String> versus = new LinkedHashMap<>();

  @Option(names = "--report", paramLabel = "NAME", description = ReportFiles.OPTION)
  private Path report;

  public ScaleRunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Scenario scenario = scenario(set);
    Optional<Scenario> other = Optional.empty();
    if (!versus.isEmpty()) {
      Map<String, String> both = new LinkedHashMap<>(set);
      both.putAll(versus);
      other = Optional.of(scenario(both));
    }
    Origin origin = Origin.now(terminal, spec);
    ScaleReport one = run(scenario, scenario.name());
    Optional<Comparison> comparison =
        other.map(next -> new Comparison(one, run(next, "versus"), versus));
    print(one, comparison, origin);
    return ExitCode.OK.number();
  }

  private Scenario scenario(Map<String, String> values) {
    try {
      return Scenarios.find(name, terminal.directory(), values);
    } catch (ScenarioException wrong) {
      throw new CliFailure(ExitCode.USAGE, wrong.getMessage(), wrong);
    }
  }

  private ScaleReport run(Scenario scenario, String task) {
    long startNanos = System.nanoTime();
    long startCpuMs = usage().map(ProcessUsage::cpuMillis).orElse(0L);
    Simulation simulation = Simulation.of(scenario);
    try (Progress progress = new Progress(terminal)) {
      simulation.run(
          nowMs -> progress.at(task, nowMs, scenario.durationMs(), words(simulation.world())));
    }
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    Optional<ProcessUsage> usage = usage();
    Effort effort =
        new Effort(
            seconds,
            usage.map(now -> (now.cpuMillis() - startCpuMs) / 1e3).orElse(seconds),
            usage.map(ProcessUsage::residentPeakKiB).orElse(0L) >> 10);
    return new ScaleReport(
        scenario, simulation.world(), simulation.recorder().samples(), simulation.hash(), effort);
  }

  private static String words(World world) {
    long waiting = world.tallies.stream().mapToLong(tally -> tally.waiting).sum();
    return ScaleReport.text("%,d waiting, %,d events", waiting, world.events());
  }

  private static Optional<ProcessUsage> usage() {
    return ProcFiles.system().process(ProcessHandle.current().pid());
  }

  private void print(ScaleReport one, Optional<Comparison> comparison, Origin origin)
      throws IOException {
    Machine machine = Machine.here(ProcFiles.system());
    Map<String, Object> json = one.toJson(machine);
    if (comparison.isPresent()) {
      json.put("versus", versus);
      json.put("comparison", comparison.get().toJson());
      json.put("other", comparison.get().other().toJson(machine));
    }
    if (report != null) {
      ReportFiles.of(terminal.directory().resolve(report))
          .write(new ScalePage(one, comparison).of(origin).result(json));
    }
    if (common.json()) {
      terminal.json(json);
      return;
    }
    one.lines().forEach(terminal::say);
    if (comparison.isPresent()) {
      terminal.say("");
      comparison.get().other().lines().forEach(terminal::say);
      terminal.say("");
      comparison.get().lines().forEach(terminal::say);
    }
    terminal.say("machine     " + machine);
  }
}
