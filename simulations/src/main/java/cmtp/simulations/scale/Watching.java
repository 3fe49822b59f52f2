package cmtp.simulations.scale;

import cmtp.node.cli.console.Terminal;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a person how far a run is, and how many messages wait. */
final class Watching implements AutoCloseable {
  private static final long HOUR_MS = 3_600_000;
  private static final int INTERVAL_MILLIS = 500;

  private final Optional<ProgressBar> bar;

  private Watching(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  /** Shows nothing unless a person sees standard error. */
  static Watching of(Terminal terminal, String task, int durationMs) {
    return new Watching(
        terminal.tty().err()
            ? Optional.of(
                new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(durationMs)
                    .setUnit(" h", HOUR_MS)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(INTERVAL_MILLIS)
                    .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
                    .build())
            : Optional.empty());
  }

  void at(int nowMs, Simulation simulation) {
    bar.ifPresent(
        shown -> {
          long waiting = simulation.world().tallies.stream().mapToLong(t -> t.waiting).sum();
          shown.stepTo(nowMs);
          shown.setExtraMessage(
              ScaleReport.text("%,d waiting, %,d events", waiting, simulation.world().events()));
        });
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
