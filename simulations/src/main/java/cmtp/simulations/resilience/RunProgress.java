package cmtp.simulations.resilience;

import cmtp.node.cli.console.Terminal;
import cmtp.simulations.resilience.fault.Fault;
import cmtp.simulations.resilience.mail.Watch;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a person's standard error; nothing elsewhere. */
final class RunProgress implements AutoCloseable {
  private static final int INTERVAL_MILLIS = 500;

  private final Terminal terminal;
  private final boolean shown;
  private final int faults;
  private ProgressBar bar;

  RunProgress(Terminal terminal, boolean json, int faults) {
    this.terminal = terminal;
    this.shown = terminal.tty().err() && !json;
    this.faults = faults;
  }

  void fault(Fault fault, Watch watch) {
    step(
        fault.number(),
        watch.countAcknowledged() + " mails taken, " + watch.countRefusals() + " put off");
  }

  void step(int done, String extra) {
    if (!shown) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("faults")
              .setInitialMax(faults)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(INTERVAL_MILLIS)
              .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
              .build();
    }
    bar.setExtraMessage(extra);
    bar.stepTo(done);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
