package cmtp.simulations.sim;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.Terminal;
import cmtp.simulations.sim.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp sim list}: the scenarios that are shipped. */
@Command(
    name = "list",
    description = "List the scenarios that are shipped.",
    footer = {"", "Example:", "  cmtp sim list --json"})
final class SimListCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;

  SimListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String name : Scenario.shipped()) {
      Scenario scenario = Scenario.load(name, Map.of());
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", name);
      row.put("description", scenario.description());
      row.put("domains", scenario.domains());
      row.put("users", scenario.users());
      row.put("mails", scenario.work().mails());
      rows.add(row);
      if (!common.json()) {
        terminal.say(String.format("%-20s %s", name, scenario.description()));
      }
    }
    if (common.json()) {
      terminal.json(Map.of("scenarios", rows));
    }
    return 0;
  }
}
