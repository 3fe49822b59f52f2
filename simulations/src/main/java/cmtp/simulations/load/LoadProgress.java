package cmtp.simulations.load;

import cmtp.node.cli.console.Terminal;
import cmtp.simulations.load.result.Tick;
import cmtp.simulations.report.Progress;

/** Tells on standard error how a run goes. */
final class LoadProgress implements AutoCloseable {
  private final Progress progress;

  LoadProgress(Terminal terminal) {
    this.progress = new Progress(terminal);
  }

  void tick(Tick tick) {
    progress.at(tick.phase(), tick.passed().toSeconds(), tick.whole().toSeconds(), tick.text());
  }

  /** Before something else is printed. */
  void end() {
    progress.close();
  }

  @Override
  public void close() {
    end();
  }
}
