package cmtp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** What is logged about peers while this is open. */
public final class LogLines implements AutoCloseable {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final long LOOK_AGAIN_NANOS = 10_000_000L;

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getLevel() + " " + peer(event) + event.getFormattedMessage());
        }
      };

  /** Of a line that is about a peer's behavior, and not about its mail. */
  private static String peer(ILoggingEvent event) {
    List<KeyValuePair> values = Optional.ofNullable(event.getKeyValuePairs()).orElse(List.of());
    boolean mail = values.stream().anyMatch(pair -> pair.key.equals("mid"));
    return values.stream()
        .filter(pair -> pair.key.equals("peer") && !mail)
        .map(pair -> pair.value + " ")
        .findFirst()
        .orElse("");
  }

  private LogLines() {
    appender.setContext(root.getLoggerContext());
    appender.start();
    root.addAppender(appender);
  }

  public static LogLines open() {
    return new LogLines();
  }

  /** The lines that name a peer on this machine. */
  public List<String> aboutPeers() {
    return lines.stream().filter(line -> line.startsWith("INFO 127.0.0.1 ")).toList();
  }

  /** Waits until there is one: for what happens when nobody is there to be answered. */
  public void awaitOneAboutPeers() {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (aboutPeers().isEmpty()) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("nothing about a peer in " + all());
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    assertEquals(1, aboutPeers().size(), () -> String.join("\n", all()));
  }

  public List<String> all() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    root.detachAppender(appender);
  }
}
