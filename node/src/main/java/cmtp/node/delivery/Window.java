package cmtp.node.delivery;

/**
 * How many connections to one domain make sense now: one more after as many successes as there are
 * connections in it, half as many after a failure. In memory only: after a start, caution is right.
 */
public final class Window {
  private final int max;
  private double size = 1;

  public Window(int max) {
    this.max = Math.max(1, max);
  }

  public int size() {
    return (int) size;
  }

  public void succeeded() {
    size = Math.min(max, size + 1 / size);
  }

  public void failed() {
    size = Math.max(1, size / 2);
  }
}
