package cmtp.node.cli.operator;

import cmtp.node.NodeSettings;
import cmtp.node.SettingsException;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Where a node's settings come from: a file, and the command line before it. */
public final class SettingsOptions {
  @Option(
      names = "--domain",
      paramLabel = "D",
      description = "Serve this domain; may be given several times. localhost unless given.")
  private List<String> domains = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keep everything here; otherwise CMTP_DATA, XDG_DATA_HOME/cmtp or ~/.local/share/cmtp.")
  private Path data;

  @Option(names = "--port", paramLabel = "N", description = "Listen here; 2424 unless given.")
  private Integer port;

  @Option(names = "--config", paramLabel = "FILE", description = "Settings, as HOCON or JSON.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Any setting that `cmtp config` lists; may be given several times.")
  private Map<String, String> set = new LinkedHashMap<>();

  /** The same with one more setting, which goes before all others. */
  public SettingsOptions with(String name, String value) {
    SettingsOptions changed = new SettingsOptions();
    changed.domains = domains;
    changed.data = data;
    changed.port = port;
    changed.config = config;
    changed.set = new LinkedHashMap<>(set);
    changed.set.put(name, quoted(value));
    return changed;
  }

  /**
   * @throws CliFailure if a setting is wrong
   */
  public NodeSettings load(Terminal terminal) {
    Map<String, String> overrides = new LinkedHashMap<>(set);
    if (!domains.isEmpty()) {
      overrides.put(
          "cmtp.domains",
          domains.stream().map(SettingsOptions::quoted).collect(Collectors.joining(",", "[", "]")));
    }
    if (data != null) {
      overrides.put("cmtp.data-directory", quoted(terminal.directory().resolve(data).toString()));
    }
    if (port != null) {
      overrides.put("cmtp.listen.port", port.toString());
    }
    try {
      return NodeSettings.load(
          Optional.ofNullable(config).map(terminal.directory()::resolve), overrides);
    } catch (SettingsException wrong) {
      throw new CliFailure(ExitCode.USAGE, wrong.getMessage(), wrong);
    }
  }

  /** As a HOCON string. */
  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
