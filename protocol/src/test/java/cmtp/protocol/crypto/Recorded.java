package cmtp.protocol.crypto;

import cmtp.protocol.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** The values recorded from the C programs of 2017, by name. */
final class Recorded {
  private static final Map<String, Bytes> VALUES = load();

  private Recorded() {}

  static Bytes value(String name) {
    if (!VALUES.containsKey(name)) {
      throw new NoSuchElementException(name);
    }
    return VALUES.get(name);
  }

  private static Map<String, Bytes> load() {
    Map<String, StringBuilder> digits = new HashMap<>();
    StringBuilder current = new StringBuilder();
    for (String line : text().lines().toList()) {
      if (line.startsWith("[")) {
        current = new StringBuilder();
        digits.put(line.substring(1, line.indexOf(']')), current);
      } else if (!line.startsWith("#")) {
        current.append(line.strip());
      }
    }
    Map<String, Bytes> values = new HashMap<>();
    digits.forEach((name, hex) -> values.put(name, Bytes.hex(hex.toString())));
    return values;
  }

  private static String text() {
    try (InputStream in = Recorded.class.getResourceAsStream("/recorded/cmtpd-2017.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
