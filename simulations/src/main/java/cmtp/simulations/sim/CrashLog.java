package cmtp.simulations.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import cmtp.persistence.content.StoreFailed;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Hears what actors log as errors: an actor that fails says so in its log only. Failures that the
 * simulated disk was made to cause are passed over. It hears threads that simulate, whose log goes
 * nowhere else.
 */
final class CrashLog extends TurboFilter {
  private static final ThreadLocal<Consumer<String>> LISTENER = new ThreadLocal<>();
  private static final int FRAMES_SHOWN = 12;

  static {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.addTurboFilter(new CrashLog());
  }

  private CrashLog() {}

  /** From now on, on this thread. */
  static void listen(Consumer<String> listener) {
    LISTENER.set(listener);
  }

  static void end() {
    LISTENER.remove();
  }

  @Override
  public FilterReply decide(
      Marker marker, Logger logger, Level level, String format, Object[] params, Throwable cause) {
    Consumer<String> listener = LISTENER.get();
    if (listener == null) {
      return FilterReply.NEUTRAL;
    }
    if (format == null && level == Level.ERROR) {
      return FilterReply.ACCEPT; // it only asks whether errors are logged
    }
    if (level == Level.ERROR) {
      Throwable thrown = cause != null ? cause : last(params);
      if (!isAsked(thrown)) {
        listener.accept(
            MessageFormatter.basicArrayFormat(format, params)
                + (thrown == null ? "" : ": " + trace(thrown)));
      }
    }
    return FilterReply.DENY;
  }

  private static Throwable last(Object[] params) {
    return params != null && params.length > 0 && params[params.length - 1] instanceof Throwable t
        ? t
        : null;
  }

  private static boolean isAsked(Throwable cause) {
    for (Throwable one = cause; one != null; one = one.getCause()) {
      if (one instanceof StoreFailed) {
        return true;
      }
    }
    return false;
  }

  private static String trace(Throwable cause) {
    StringBuilder text = new StringBuilder(cause.toString());
    StackTraceElement[] frames = cause.getStackTrace();
    for (int i = 0; i < Math.min(FRAMES_SHOWN, frames.length); i++) {
      text.append("\n    ").append(frames[i]);
    }
    return text.toString();
  }
}
