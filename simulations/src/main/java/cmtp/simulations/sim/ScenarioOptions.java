package cmtp.simulations.sim;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.simulations.sim.scenario.Scenario;
import cmtp.simulations.sim.scenario.ScenarioException;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which scenario, with what changes. */
final class ScenarioOptions {
  @Parameters(
      index = "0",
      paramLabel = "SCENARIO",
      description = "One that `cmtp sim list` names, or a file.")
  private String scenario;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Override a setting of the scenario, e.g. work.mails=1000; repeatable.")
  private Map<String, String> overrides = new TreeMap<>();

  Scenario load() {
    try {
      return Scenario.load(scenario, overrides);
    } catch (ScenarioException wrong) {
      throw new CliFailure(ExitCode.USAGE, wrong.getMessage());
    }
  }
}
