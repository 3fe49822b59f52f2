package cmtp.simulations.report;

import cmtp.node.cli.console.Terminal;
import java.time.Duration;

/**
 * How far a run is, on standard error: a bar in one line of a terminal; a line every ten seconds
 * elsewhere, nothing in runs that are shorter. Told from one thread at a time. It has no thread of
 * its own, which would disturb what runs measure.
 */
public final class Progress implements AutoCloseable {
  private static final long BAR_MILLIS = 200;
  private static final long LINE_MILLIS = 10_000;

  private final Terminal terminal;
  private final long everyMillis;
  private String task = "";
  private long beganMillis;
  private long shownMillis;
  private int columns;
  private boolean started;

  public Progress(Terminal terminal) {
    this.terminal = terminal;
    this.everyMillis = terminal.tty().err() ? BAR_MILLIS : LINE_MILLIS;
  }

  /**
   * Tell it often: it shows what it is told now and then. Another task begins where the name is
   * another.
   *
   * @param whole 0 if nobody knows
   * @param extra what else there is to say; may be empty
   */
  public void at(String name, long done, long whole, String extra) {
    long nowMillis = terminal.nowMillis();
    if (!started || !task.equals(name)) {
      begin(name, nowMillis);
    }
    if (nowMillis - shownMillis < everyMillis && !(terminal.tty().err() && done == whole)) {
      return;
    }
    shownMillis = nowMillis;
    Duration elapsed = Duration.ofMillis(Math.max(0, nowMillis - beganMillis));
    show(new ProgressLine(name, done, whole, elapsed, extra));
  }

  private void begin(String name, long nowMillis) {
    close();
    started = true;
    task = name;
    beganMillis = nowMillis;
    shownMillis = terminal.tty().err() ? nowMillis - everyMillis : nowMillis;
  }

  private void show(ProgressLine line) {
    if (!terminal.tty().err()) {
      terminal.note(line.line());
      return;
    }
    String bar = line.bar();
    terminal.err().print("\r" + bar + " ".repeat(Math.max(0, columns - bar.length())));
    terminal.err().flush();
    columns = bar.length();
  }

  /** The bar stays where it is, and what is written next begins in a new line. */
  @Override
  public void close() {
    if (columns > 0) {
      terminal.err().println();
      columns = 0;
    }
    started = false;
  }
}
