package cmtp.simulations.scale;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cmtp scale show}: a scenario's text, to begin one's own with. */
@Command(
    name = "show",
    description = {
      "Print the text of a scenario that comes with this program.",
      "\"defaults\" is all that can be said, with what it means and where measured times come from."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp scale show defaults",
      "  cmtp scale show provider-outage > mine.conf"
    })
public final class ScaleShowCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;

  @Parameters(index = "0", paramLabel = "SCENARIO", description = "Its name, or defaults.")
  private String name;

  public ScaleShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String text;
    try {
      text = Scenarios.text(name);
    } catch (ScenarioException wrong) {
      throw new CliFailure(ExitCode.USAGE, wrong.getMessage(), wrong);
    }
    if (common.json()) {
      terminal.json(Map.of("name", name, "text", text));
    } else {
      terminal.say(text.stripTrailing());
    }
    return ExitCode.OK.number();
  }
}
