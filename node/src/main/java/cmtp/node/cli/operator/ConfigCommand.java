package cmtp.node.cli.operator;

import cmtp.node.SettingDescription;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp config}: every setting, its meaning and where its value comes from. */
@Command(
    name = "config",
    description = {
      "Show every setting of a node: its value, its meaning and where the value comes from.",
      "The options are those of `cmtp serve`: it shows what a node started with them would use."
    },
    footer = {"", "Examples:", "  cmtp config", "  cmtp config --config /etc/cmtp.conf --json"})
public final class ConfigCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private SettingsOptions settings;

  public ConfigCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<SettingDescription> all = settings.load(terminal).describe();
    if (common.json()) {
      terminal.say(Json.of(Map.of("settings", all.stream().map(ConfigCommand::json).toList())));
      return ExitCode.OK.number();
    }
    for (SettingDescription setting : all) {
      List<String> line = new ArrayList<>();
      line.add(setting.name() + " = " + setting.value());
      if (!setting.origin().equals("default")) {
        line.add("(" + setting.origin() + "; default " + setting.defaultValue() + ")");
      }
      terminal.say(String.join("   ", line));
      terminal.say("    " + setting.meaning());
    }
    return ExitCode.OK.number();
  }

  private static Map<String, Object> json(SettingDescription setting) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", setting.name());
    json.put("value", setting.value());
    json.put("default", setting.defaultValue());
    json.put("meaning", setting.meaning());
    json.put("origin", setting.origin());
    return json;
  }
}
