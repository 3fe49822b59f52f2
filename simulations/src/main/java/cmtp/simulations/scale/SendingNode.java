package cmtp.simulations.scale;

import cmtp.node.delivery.DeliverySettings;
import cmtp.node.delivery.DialOrder;
import cmtp.node.delivery.DialRate;

/** What the queues of one node share: its processor, its connections, its dials. */
final class SendingNode {
  /** A domain that waits for a connection. */
  record Turn(int domain, boolean failing, long no) implements DialOrder.Turn {}

  private static final int SECOND_MS = 1000;

  final DialOrder<Turn> order;
  final DialRate rate;
  private final int cores;
  private double freeMs;
  private double busyMs;
  private long lastTurn;
  private int second;
  private int dialsInSecond;
  private int dialsInSecondMax;
  private int heldMax;

  /** Whether it looks again by itself. */
  boolean ticking;

  SendingNode(DeliverySettings settings, int cores) {
    this.order = new DialOrder<>(settings.connectionsMax());
    this.rate = new DialRate(settings.dialsPerSecond(), 0);
    this.cores = cores;
  }

  Turn turn(int domain, boolean failing) {
    return new Turn(domain, failing, ++lastTurn);
  }

  /** Work for the processor, done after what is there already. */
  void work(double ms, int nowMs) {
    freeMs = Math.max(freeMs, nowMs) + ms / cores;
    busyMs += ms;
  }

  /** How long until the processor is free. */
  double backlogMs(int nowMs) {
    return Math.max(0, freeMs - nowMs);
  }

  /** Of all cores together, since the start. */
  double busyMs() {
    return busyMs;
  }

  void dialled(int nowMs) {
    if (nowMs / SECOND_MS != second) {
      second = nowMs / SECOND_MS;
      dialsInSecond = 0;
    }
    dialsInSecond++;
    dialsInSecondMax = Math.max(dialsInSecondMax, dialsInSecond);
    heldMax = Math.max(heldMax, order.held());
  }

  /** Most dials in any second of the clock. */
  int dialsInSecondMax() {
    return dialsInSecondMax;
  }

  /** Most connections at once. */
  int heldMax() {
    return heldMax;
  }
}
