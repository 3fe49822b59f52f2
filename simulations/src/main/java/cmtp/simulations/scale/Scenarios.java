package cmtp.simulations.scale;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The scenarios that come with the program, and those in files. */
final class Scenarios {
  static final List<String> SHIPPED =
      List.of("steady", "provider-outage", "dead-domains", "dns-outage", "greylisting");

  private Scenarios() {}

  /**
   * @param name of a shipped one, or a file's
   * @param set values that are said besides
   */
  static Scenario find(String name, Path directory, Map<String, String> set) {
    if (SHIPPED.contains(name)) {
      return ScenarioReader.read(name, shipped(name), set);
    }
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new ScenarioException(
          "there is no scenario "
              + name
              + " and no file of that name; there are: "
              + String.join(", ", SHIPPED));
    }
    return ScenarioReader.read(file.getFileName().toString(), parsed(file), set);
  }

  /** The text of a shipped one, or of what holds where a scenario says nothing. */
  static String text(String name) {
    if (!SHIPPED.contains(name) && !name.equals("defaults")) {
      throw new ScenarioException(
          "there is no scenario " + name + "; there are: defaults, " + String.join(", ", SHIPPED));
    }
    try (InputStream in = Scenarios.class.getResourceAsStream(name + ".conf")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException("the program's files can't be read", broken);
    }
  }

  static String description(String shipped) {
    return shipped(shipped).getString("description");
  }

  private static Config shipped(String name) {
    return ConfigFactory.parseResources(Scenarios.class, name + ".conf");
  }

  private static Config parsed(Path file) {
    try {
      return ConfigFactory.parseFile(file.toFile());
    } catch (ConfigException wrong) {
      throw new ScenarioException(file + ": " + wrong.getMessage());
    }
  }
}
