package cmtp.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Reads single settings; what is wrong with one is said with its name. */
final class SettingsReader {
  private final Config config;

  SettingsReader(Config config) {
    this.config = config;
  }

  String text(String name) {
    return value(name, () -> config.getString(name));
  }

  List<String> texts(String name) {
    return value(name, () -> config.getStringList(name));
  }

  boolean flag(String name) {
    return value(name, () -> config.getBoolean(name));
  }

  double number(String name, double min, double max) {
    double number = value(name, () -> config.getDouble(name));
    if (!(number >= min && number <= max)) {
      throw new SettingsException(name + " is from " + min + " to " + max + ", not " + number);
    }
    return number;
  }

  int integer(String name, int min, int max) {
    int number = value(name, () -> config.getInt(name));
    if (number < min || number > max) {
      throw new SettingsException(name + " is from " + min + " to " + max + ", not " + number);
    }
    return number;
  }

  long bytes(String name, long min, long max) {
    long number = value(name, () -> config.getBytes(name));
    if (number < min || number > max) {
      throw new SettingsException(
          name + " is from " + min + " to " + max + " bytes, not " + number);
    }
    return number;
  }

  Duration duration(String name) {
    Duration duration = value(name, () -> config.getDuration(name));
    if (duration.isNegative() || duration.isZero()) {
      throw new SettingsException(name + " is longer than nothing, not " + duration);
    }
    return duration;
  }

  <T> T value(String name, Supplier<T> read) {
    try {
      return read.get();
    } catch (ConfigException wrong) {
      throw new SettingsException(name + ": " + wrong.getMessage());
    }
  }
}
