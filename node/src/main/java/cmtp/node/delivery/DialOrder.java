package cmtp.node.delivery;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Who may open the next outgoing connection: in the order asked, as long as there are free ones;
 * those whose last dial failed share half of them. No actor and no time: the gate's decisions,
 * which simulations use too.
 */
public final class DialOrder<T extends DialOrder.Turn> {
  /** Requests that wait at once. */
  public static final int WAITING_MAX = 100_000;

  /** One request. */
  public interface Turn {
    /** Whether the last dial failed. */
    boolean failing();

    /** Counts up with every request. */
    long no();
  }

  private final int connectionsMax;
  private final ArrayDeque<T> good = new ArrayDeque<>();
  private final ArrayDeque<T> failing = new ArrayDeque<>();
  private int held;
  private int failingHeld;

  public DialOrder(int connectionsMax) {
    this.connectionsMax = connectionsMax;
  }

  /** Whether no further request may wait. */
  public boolean isFull() {
    return waiting() >= WAITING_MAX;
  }

  public int waiting() {
    return good.size() + failing.size();
  }

  /** Connections that are open, or may be opened. */
  public int held() {
    return held;
  }

  public void add(T turn) {
    (turn.failing() ? failing : good).add(turn);
  }

  /** It isn't wanted any more. */
  public void remove(T turn) {
    (turn.failing() ? failing : good).remove(turn);
  }

  /** The one that has waited longest of those that may be granted now. */
  public Optional<T> next() {
    if (held >= connectionsMax) {
      return Optional.empty();
    }
    T one = good.peek();
    T other = failingHeld < Math.max(1, connectionsMax / 2) ? failing.peek() : null;
    boolean both = one != null && other != null;
    return Optional.ofNullable(
        both ? (one.no() < other.no() ? one : other) : one != null ? one : other);
  }

  /** It has what it waited for, until that is given back. */
  public void grant(T turn) {
    remove(turn);
    held++;
    failingHeld += turn.failing() ? 1 : 0;
  }

  /**
   * A connection is over, or was not needed.
   *
   * @param wasFailing what its request said
   */
  public void giveBack(boolean wasFailing) {
    held--;
    failingHeld -= wasFailing ? 1 : 0;
  }
}
