package cmtp.simulations.scale;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp scale list}: the scenarios that come along. */
@Command(
    name = "list",
    description = "List the scenarios that come with this program.",
    footer = {"", "Examples:", "  cmtp scale list"})
public final class ScaleListCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;

  public ScaleListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<String, String> all = new LinkedHashMap<>();
    Scenarios.SHIPPED.forEach(name -> all.put(name, Scenarios.description(name)));
    if (common.json()) {
      terminal.json(all);
    } else {
      all.forEach((name, what) -> terminal.say(ScaleReport.text("%-16s %s", name, what)));
    }
    return ExitCode.OK.number();
  }
}
