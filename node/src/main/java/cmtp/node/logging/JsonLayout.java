package cmtp.node.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object a line: time (UTC), level, logger, thread, message, the line's values, trace. */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final boolean addresses;

  JsonLayout(boolean addresses) {
    this.addresses = addresses;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    Line line = Line.of(event, addresses);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("time", line.at().toString());
    all.put("level", line.level());
    all.put("logger", line.logger());
    all.put("thread", line.thread());
    all.put("message", line.message());
    line.values().forEach(all::putIfAbsent);
    line.trace().ifPresent(trace -> all.put("trace", trace));
    try {
      return JSON.writeValueAsString(all) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
