package cmtp.simulations.resilience;

import cmtp.node.cli.console.Terminal;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a run must not leave behind: processes, mounts, networks, folders. It is taken away in the
 * opposite order, at the end of the run or, if somebody ends this program, then.
 */
final class Leftovers implements AutoCloseable {
  private final Terminal terminal;
  private final Thread hook = new Thread(this::takeAway, "leftovers");
  private final Deque<AutoCloseable> all = new ArrayDeque<>();

  Leftovers(Terminal terminal) {
    this.terminal = terminal;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  synchronized <T extends AutoCloseable> T add(T one) {
    all.push(one);
    return one;
  }

  private synchronized void takeAway() {
    while (!all.isEmpty()) {
      try {
        all.pop().close();
      } catch (Exception failed) {
        terminal.warn("something is left: " + failed.getMessage());
      }
    }
  }

  @Override
  public void close() {
    takeAway();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // then there was nothing left for it
    }
  }
}
