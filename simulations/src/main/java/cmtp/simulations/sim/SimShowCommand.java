package cmtp.simulations.sim;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.Terminal;
import cmtp.simulations.sim.scenario.Fault;
import cmtp.simulations.sim.scenario.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmtp sim show}: what a scenario is, and what befalls it at a seed. */
@Command(
    name = "show",
    description = "Show a scenario, and the faults that a seed brings.",
    footer = {"", "Example:", "  cmtp sim show mass-restart --seed 7"})
final class SimShowCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private ScenarioOptions scenario;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which seed; ${DEFAULT-VALUE} unless given.")
  private long seed;

  SimShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Scenario shown = scenario.load();
    List<Fault> faults = new ArrayList<>(shown.planned(seed));
    faults.sort(Comparator.comparing(Fault::at));
    if (common.json()) {
      terminal.json(json(shown, faults));
      return 0;
    }
    terminal.say(shown.name() + ": " + shown.description());
    terminal.say(
        String.format(
            "%d domains with %d users each, %d poison; %d letters in %s, then %s to settle",
            shown.domains(),
            shown.users(),
            shown.poison(),
            shown.work().mails(),
            Reports.words(shown.duration()),
            Reports.words(shown.settle())));
    shown.node().forEach((name, value) -> terminal.say(name + " = " + value));
    terminal.say("faults of seed " + seed + ":");
    for (Fault fault : faults) {
      terminal.say(
          String.format("  %4d  after %-14s %s", fault.number(), Reports.words(fault.at()), fault));
    }
    return 0;
  }

  private Map<String, Object> json(Scenario shown, List<Fault> faults) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", shown.name());
    json.put("description", shown.description());
    json.put("domains", shown.domains());
    json.put("users", shown.users());
    json.put("poisonDomains", shown.poison());
    json.put("durationSeconds", shown.duration().toSeconds());
    json.put("settleSeconds", shown.settle().toSeconds());
    json.put("mails", shown.work().mails());
    json.put("node", shown.node());
    json.put("seed", seed);
    json.put("faults", faults.stream().map(SimShowCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(Fault fault) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", fault.number());
    json.put("kind", fault.kind().word());
    json.put("atSeconds", fault.at().toSeconds());
    json.put("seconds", fault.length().toSeconds());
    json.put("node", fault.kind().isGlobal() ? null : fault.node());
    json.put("strength", fault.strength());
    return json;
  }
}
