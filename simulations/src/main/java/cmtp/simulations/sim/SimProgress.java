package cmtp.simulations.sim;

import cmtp.node.cli.console.Terminal;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a person's standard error while it takes long; nothing elsewhere. */
final class SimProgress {
  private static final int INTERVAL_MILLIS = 500;

  private final Terminal terminal;
  private final boolean shown;
  private ProgressBar bar;
  private long max;

  SimProgress(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.shown = terminal.tty().err() && !json;
  }

  /** Of one run. */
  void simulated(Simulation.Progress progress) {
    step(
        "simulated min",
        progress.simulated().toMinutes(),
        progress.whole().toMinutes(),
        progress.arrived() + " mails arrived");
  }

  /** Of many runs. */
  void step(String what, long done, long whole, String extra) {
    if (!shown) {
      return;
    }
    if (bar == null || whole != max) {
      end();
      max = whole;
      bar =
          new ProgressBarBuilder()
              .setTaskName(what)
              .setInitialMax(whole)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(INTERVAL_MILLIS)
              .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
              .build();
    }
    bar.setExtraMessage(extra);
    bar.stepTo(done);
  }

  void end() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
