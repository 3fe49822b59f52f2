package cmtp.node.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** {@code time LEVEL logger - message key=value ...}; values with blanks are quoted. */
public final class TextLayout extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private final boolean addresses;

  /** For the time before there are settings. */
  public TextLayout() {
    this(true);
  }

  TextLayout(boolean addresses) {
    this.addresses = addresses;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    Line line = Line.of(event, addresses);
    StringBuilder text = new StringBuilder(160);
    text.append(TIME.format(line.at())).append(' ').append(line.level());
    text.append(" ".repeat(Math.max(1, 6 - line.level().length())));
    text.append(line.logger()).append(" - ").append(oneLine(line.message()));
    line.values()
        .forEach((key, value) -> text.append(' ').append(key).append('=').append(quoted(value)));
    text.append('\n');
    line.trace().ifPresent(text::append);
    return text.toString();
  }

  /** What peers and name servers say may be in it, and must not look like lines of its own. */
  private static String oneLine(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }

  private static String quoted(Object value) {
    String text = oneLine(value.toString());
    boolean plain = !text.isEmpty() && text.indexOf(' ') < 0 && text.indexOf('"') < 0;
    return plain ? text : '"' + text.replace("\"", "\\\"") + '"';
  }
}
