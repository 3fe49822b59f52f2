package cmtp.node.cli.console;

import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bars on a person's standard error, for transfers of more than 1 MiB. */
public final class Progress implements AutoCloseable {
  private static final long WORTH_BYTES = 1024 * 1024;
  private static final int INTERVAL_MILLIS = 200;

  private final Terminal terminal;
  private AutoCloseable running = () -> {};

  public Progress(Terminal terminal) {
    this.terminal = terminal;
  }

  /** A bar that is told how many bytes have gone in all; ends the one before. */
  public LongConsumer toTotal(String task, long totalBytes) {
    return isWorth(totalBytes) ? bar(task, totalBytes)::stepTo : bytes -> {};
  }

  /** A bar that is told of each piece how many bytes it had; ends the one before. */
  public LongConsumer byPieces(String task, long totalBytes) {
    return isWorth(totalBytes) ? bar(task, totalBytes)::stepBy : bytes -> {};
  }

  private boolean isWorth(long totalBytes) {
    close();
    return terminal.tty().err() && totalBytes > WORTH_BYTES;
  }

  private ProgressBar bar(String task, long totalBytes) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(totalBytes)
            .setUnit(" MiB", 1024 * 1024)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(INTERVAL_MILLIS)
            .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
            .build();
    running = bar;
    return bar;
  }

  @Override
  public void close() {
    AutoCloseable last = running;
    running = () -> {};
    try {
      last.close();
    } catch (Exception impossible) {
      throw new IllegalStateException("a progress bar can't be closed", impossible);
    }
  }
}
