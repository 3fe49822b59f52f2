package cmtp.simulations.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import cmtp.persistence.content.StoreFailed;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Hears what actors log as errors: an actor that fails does so in its log only. Failures that the
 * simulated disk asked for are passed over. Each thread's simulation hears its own.
 */
final class CrashLog extends AppenderBase<ILoggingEvent> {
  private static final List<String> LOGGERS = List.of("cmtp", "org.apache.pekko");
  private static final ThreadLocal<Consumer<String>> LISTENER = new ThreadLocal<>();
  private static final CrashLog INSTANCE = new CrashLog();

  private boolean installed;

  private CrashLog() {}

  /** From now on, on this thread; everything less than an error is dropped for good. */
  static void listen(Consumer<String> listener) {
    INSTANCE.install();
    LISTENER.set(listener);
  }

  static void end() {
    LISTENER.remove();
  }

  private synchronized void install() {
    if (installed) {
      return;
    }
    installed = true;
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    setContext(root.getLoggerContext());
    start();
    for (String name : LOGGERS) {
      Logger logger = (Logger) LoggerFactory.getLogger(name);
      logger.setLevel(Level.ERROR);
      logger.addAppender(this);
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    Consumer<String> listener = LISTENER.get();
    IThrowableProxy cause = event.getThrowableProxy();
    if (listener != null && event.getLevel() == Level.ERROR && !isAsked(cause)) {
      listener.accept(
          event.getFormattedMessage() + (cause == null ? "" : ": " + trace(cause)));
    }
  }

  private static boolean isAsked(IThrowableProxy cause) {
    for (IThrowableProxy one = cause; one != null; one = one.getCause()) {
      if (one.getClassName().equals(StoreFailed.class.getName())) {
        return true;
      }
    }
    return false;
  }

  private static String trace(IThrowableProxy cause) {
    StringBuilder text =
        new StringBuilder(cause.getClassName()).append(": ").append(cause.getMessage());
    for (int i = 0; i < Math.min(12, cause.getStackTraceElementProxyArray().length); i++) {
      text.append("\n    ").append(cause.getStackTraceElementProxyArray()[i]);
    }
    return text.toString();
  }
}
