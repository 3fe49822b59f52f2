package cmtp.simulations.scale;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Reads single values of a scenario; what is wrong with one is said with its name. */
final class Reading {
  private final Config config;
  private final String where;

  /**
   * @param where what the names of values are preceded by, for people
   */
  Reading(Config config, String where) {
    this.config = config;
    this.where = where;
  }

  /** Everything has to have one of these names. */
  void mustOnlyHave(Set<String> names) {
    config.root().keySet().stream()
        .filter(name -> !names.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new ScenarioException(
                  where
                      + name
                      + ": there is no such value; there are: "
                      + String.join(", ", names.stream().sorted().toList()));
            });
  }

  String text(String name) {
    return value(name, () -> config.getString(name));
  }

  boolean flag(String name) {
    return value(name, () -> config.getBoolean(name));
  }

  double number(String name, double min, double max) {
    return within(name, value(name, () -> config.getDouble(name)), min, max);
  }

  int integer(String name, int min, int max) {
    return (int) within(name, value(name, () -> config.getInt(name)), min, max);
  }

  long bytes(String name, long min, long max) {
    return (long) within(name, value(name, () -> config.getBytes(name)), min, max);
  }

  int millis(String name, Duration min, Duration max) {
    Duration duration = value(name, () -> config.getDuration(name));
    if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
      throw new ScenarioException(
          where
              + name
              + " is from "
              + words(min)
              + " to "
              + words(max)
              + ", not "
              + words(duration));
    }
    return (int) duration.toMillis();
  }

  List<Double> numbers(String name, int count) {
    List<Double> numbers = value(name, () -> config.getDoubleList(name));
    boolean negative = numbers.stream().anyMatch(number -> !(number >= 0));
    boolean nothing = numbers.stream().mapToDouble(Double::doubleValue).sum() <= 0;
    if (numbers.size() != count || negative || nothing) {
      throw new ScenarioException(
          where + name + " is a list of " + count + " numbers from 0, not all 0");
    }
    return numbers;
  }

  /** Parts of a list, each with its place in front of its names. */
  List<Reading> list(String name, Config fallback) {
    List<? extends Config> parts = value(name, () -> config.getConfigList(name));
    return IntStream.range(0, parts.size())
        .mapToObj(
            i -> new Reading(parts.get(i).withFallback(fallback), where + name + "[" + i + "]."))
        .toList();
  }

  Config part(String name) {
    return value(name, () -> config.getConfig(name));
  }

  Reading in(String name) {
    return new Reading(part(name), where + name + ".");
  }

  ScenarioException wrong(String name, String why) {
    return new ScenarioException(where + name + " " + why);
  }

  private double within(String name, double number, double min, double max) {
    if (!(number >= min && number <= max)) {
      throw new ScenarioException(
          where + name + " is from " + plain(min) + " to " + plain(max) + ", not " + plain(number));
    }
    return number;
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }

  private static String words(Duration duration) {
    return duration.isZero() ? "0" : Ages.words(duration.toMillis());
  }

  private <T> T value(String name, Supplier<T> read) {
    try {
      return read.get();
    } catch (ConfigException.Missing missing) {
      throw new ScenarioException(where + name + " is missing");
    } catch (ConfigException wrong) {
      throw new ScenarioException(where + name + ": " + wrong.getMessage());
    }
  }
}
