package cmtp.node.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.slf4j.LoggerFactory;

/** Makes this process log as its settings say. */
public final class Logging {
  private Logging() {}

  /** Takes effect with the next line, for all loggers of the process. */
  public static void use(LogSettings settings) {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(settings.level()));
    Iterator<ch.qos.logback.core.Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
    while (appenders.hasNext()) {
      if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> stream) {
        stream.setEncoder(encoder(root, settings));
      }
    }
  }

  private static LayoutWrappingEncoder<ILoggingEvent> encoder(Logger root, LogSettings settings) {
    LayoutBase<ILoggingEvent> layout =
        settings.json()
            ? new JsonLayout(settings.addresses())
            : new TextLayout(settings.addresses());
    layout.setContext(root.getLoggerContext());
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(root.getLoggerContext());
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    return encoder;
  }
}
