package cmtp.node.delivery;

/**
 * How many connections to one domain make sense now: one more after as many successes as there are
 * connections in it, half as many after a failure. In memory only: after a start, caution is right.
 */
final class Window {
  private final int max;
  private double size = 1;

  Window(int max) {
    this.max = Math.max(1, max);
  }

  int size() {
    return (int) size;
  }

  void succeeded() {
    size = Math.min(max, size + 1 / size);
  }

  void failed() {
    size = Math.max(1, size / 2);
  }
}
