package cmtp.node.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.event.KeyValuePair;

/**
 * What one line says.
 *
 * @param logger the last part of its name
 * @param values by name, in the order in which they were given: text, numbers and truth values
 */
record Line(
    Instant at,
    String level,
    String logger,
    String thread,
    String message,
    Map<String, Object> values,
    Optional<String> trace) {

  static Line of(ILoggingEvent event, boolean addresses) {
    UnaryOperator<String> shown = addresses ? text -> text : AddressMask::hide;
    return new Line(
        event.getInstant(),
        event.getLevel().toString(),
        event.getLoggerName().substring(event.getLoggerName().lastIndexOf('.') + 1),
        event.getThreadName(),
        shown.apply(event.getFormattedMessage()),
        values(event, shown),
        Optional.ofNullable(event.getThrowableProxy())
            .map(ThrowableProxyUtil::asString)
            .map(shown));
  }

  private static Map<String, Object> values(ILoggingEvent event, UnaryOperator<String> shown) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        boolean plain = pair.value instanceof Number || pair.value instanceof Boolean;
        values.put(pair.key, plain ? pair.value : shown.apply(String.valueOf(pair.value)));
      }
    }
    return values;
  }
}
