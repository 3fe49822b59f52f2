package cmtp.simulations.load;

import cmtp.node.cli.console.Terminal;
import cmtp.simulations.load.result.Tick;

/** One line on a person's standard error that tells how a run goes; nothing elsewhere. */
final class LoadProgress implements AutoCloseable {
  private static final String CLEAR = "\r\033[K";

  private final Terminal terminal;
  private final boolean shown;

  LoadProgress(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.shown = terminal.tty().err() && !json;
  }

  void tick(Tick tick) {
    if (shown) {
      terminal.err().print(CLEAR + tick.text());
      terminal.err().flush();
    }
  }

  @Override
  public void close() {
    clear();
  }

  /** Before something else is printed. */
  void clear() {
    if (shown) {
      terminal.err().print(CLEAR);
      terminal.err().flush();
    }
  }
}
