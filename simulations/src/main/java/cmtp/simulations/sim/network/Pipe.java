package cmtp.simulations.sim.network;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * One connection: two ends, and what is on its way between them. Each direction keeps its order,
 * and has at most {@link #WINDOW_BYTES} that the other end has not taken.
 */
final class Pipe {
  /** What a sender may be ahead of its reader. */
  static final int WINDOW_BYTES = 64 * 1024;

  /** The first byte of a greeting; that of a refusal is another. */
  private static final byte WELCOME = '2';

  private static final long RETRY_NANOS = 1_000_000_000L;

  /** What an end of a connection is told. */
  interface End {
    void received(ByteString bytes);

    void finished();

    void reset(String reason);

    /** There is room in the window again. */
    void writable();
  }

  private final SimulatedNetwork network;
  private final Side dialler;
  private final Side listener;
  private boolean over;

  /** One end and the direction towards it. */
  final class Side {
    private final InetAddress here;
    private End end;
    private Side peer;
    private final Deque<ByteString> early = new ArrayDeque<>();
    private boolean earlyFinish;
    private String earlyReset;
    private long lastArrivalNanos;
    private int untaken;
    private boolean finishing;
    private boolean gone;
    private boolean welcoming;
    private boolean silent = true;

    private Side(InetAddress here) {
      this.here = here;
    }

    /** Hears from now on, and at once what has come before. */
    void attach(End listeningEnd) {
      end = listeningEnd;
      early.forEach(end::received);
      early.clear();
      if (earlyReset != null) {
        end.reset(earlyReset);
      } else if (earlyFinish) {
        end.finished();
      }
    }

    boolean mayWrite() {
      return peer.untaken < WINDOW_BYTES;
    }

    void write(ByteString bytes) {
      if (over || gone) {
        return;
      }
      peer.untaken += bytes.size();
      if (silent) {
        silent = false;
        welcoming = bytes.head() == WELCOME;
        network.greeted(Pipe.this);
      }
      network.traced(bytes.toArrayUnsafe());
      if (network.isResetNow(here, peer.here)) {
        breakDown("connection reset");
      } else {
        send(bytes.size(), network.time().nowNanos(), () -> peer.arrived(bytes));
      }
    }

    /** The reader took so much: the sender may go on, once it hears of it. */
    void taken(int bytes) {
      boolean full = untaken >= WINDOW_BYTES;
      untaken -= bytes;
      if (full && untaken < WINDOW_BYTES && peer.end != null) {
        peer.end.writable();
      }
    }

    /** Nothing more is written here. */
    void finish() {
      if (!over && !finishing && !gone) {
        finishing = true;
        send(64, network.time().nowNanos(), peer::arrivedFinish);
        closeIfOver();
      }
    }

    /** This end gives the connection up; the other hears of it, if it can. */
    void abort() {
      if (!over && !gone) {
        gone = true;
        send(64, network.time().nowNanos(), () -> peer.arrivedReset("connection reset by peer"));
        closeIfOver();
      }
    }

    private void send(int size, long sinceNanos, Runnable arrival) {
      Optional<Long> delay = network.delay(here, peer.here, size);
      long now = network.time().nowNanos();
      if (delay.isPresent()) {
        peer.lastArrivalNanos = Math.max(peer.lastArrivalNanos + 1, now + delay.get());
        network.time().afterNanos(peer.lastArrivalNanos - now, arrival);
      } else if (now - sinceNanos >= SimulatedNetwork.PATIENCE.toNanos()) {
        arrivedReset("connection timed out");
      } else {
        network.time().afterNanos(RETRY_NANOS, () -> sendAgain(size, sinceNanos, arrival));
      }
    }

    private void sendAgain(int size, long sinceNanos, Runnable arrival) {
      if (!over) {
        send(size, sinceNanos, arrival);
      }
    }

    private void arrived(ByteString bytes) {
      if (over || gone) {
        return;
      }
      if (end == null) {
        early.add(bytes);
      } else {
        end.received(bytes);
      }
    }

    private void arrivedFinish() {
      if (!over && !gone) {
        earlyFinish = true;
        if (end != null) {
          end.finished();
        }
      }
    }

    private void arrivedReset(String reason) {
      if (!gone) {
        gone = true;
        earlyReset = reason;
        if (end != null) {
          end.reset(reason);
        }
        closeIfOver();
      }
    }
  }

  Pipe(SimulatedNetwork network, InetAddress from, InetAddress to) {
    this.network = network;
    this.dialler = new Side(from);
    this.listener = new Side(to);
    dialler.peer = listener;
    listener.peer = dialler;
  }

  Side diallerSide() {
    return dialler;
  }

  Side listenerSide() {
    return listener;
  }

  InetAddress dialler() {
    return dialler.here;
  }

  InetAddress listener() {
    return listener.here;
  }

  /** Whether who dialled still uses it, as far as that side knows. */
  boolean isInUse() {
    return !over && !dialler.gone && !dialler.finishing;
  }

  /** Whether who listens lets the other stay. */
  boolean isServed() {
    return listener.welcoming && !over && !listener.gone && !listener.finishing;
  }

  private void breakDown(String reason) {
    dialler.arrivedReset(reason);
    listener.arrivedReset(reason);
  }

  private void closeIfOver() {
    boolean ended = dialler.gone && listener.gone || dialler.finishing && listener.finishing;
    boolean left = dialler.gone && listener.finishing || listener.gone && dialler.finishing;
    if (!over && (ended || left)) {
      over = !(dialler.finishing && listener.finishing);
      network.closed(this);
    }
  }

  /**
   * The process at one end is gone.
   *
   * @param saysSo whether its host still does, for it
   */
  void lose(InetAddress host, boolean saysSo) {
    Side lost = host.equals(dialler.here) ? dialler : listener;
    if (lost.gone) {
      return;
    }
    if (saysSo) {
      lost.abort();
    }
    lost.gone = true;
    if (lost.end != null) {
      lost.end.reset("the process is gone");
    }
    closeIfOver();
    network.closed(this);
  }
}
