package cmtp.simulations.sim.disk;

import cmtp.persistence.content.StoreFailed;
import cmtp.simulations.sim.virtual.SeededRandom;
import cmtp.simulations.sim.virtual.VirtualTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The disk of one simulated node: one write-ahead log, written by one lane. What is waiting when
 * the lane is free is written together; a batch with a journal write in it is synced, and with it
 * everything before. So it keeps the order that {@code ContentStore} promises, and no more.
 *
 * <pre>
 *   submitted -> (batch) -> written: seen by readers, survives the process
 *                              -> synced by this or a later batch: survives a power cut
 * </pre>
 *
 * A crash drops what waits; the batch under way is written or not, as chance has it; a power cut
 * also undoes any number of the last writes that were never synced.
 */
public final class Disk {
  private static final int BATCH_MAX = 400;
  private static final double SPREAD = 0.4;

  /** How fast it is. */
  public record Speed(long writeNanos, long syncNanos, long readNanos) {
    public static final Speed SSD = new Speed(200_000, 1_500_000, 150_000);
  }

  /** A change of what is stored; gives what undoes it. */
  @FunctionalInterface
  interface Change extends Supplier<Runnable> {}

  private record Write(
      Session by, Change change, boolean sync, boolean grows, Consumer<Throwable> done) {}

  private final VirtualTime time;
  private final SeededRandom random;
  private final Stored stored = new Stored();
  private final Deque<Write> waiting = new ArrayDeque<>();
  private final List<Runnable> unsynced = new ArrayList<>();
  private Speed speed = Speed.SSD;
  private List<Write> underWay = List.of();
  private Runnable interruption;
  private int syncsToInterruption;
  private double errors;
  private boolean full;
  private long syncs;
  private int sessions;

  public Disk(VirtualTime time, SeededRandom random) {
    this.time = time;
    this.random = random;
  }

  /** What one run of a node may do with its disk: after its crash, nothing. */
  public final class Session {
    private final String name;
    private boolean over;

    private Session(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }

    public boolean isOver() {
      return over;
    }

    Stored stored() {
      return stored;
    }

    /**
     * @param sync whether it is done only when it is on the platter
     * @param grows whether it needs room
     * @param done told null, or why it failed: then nobody knows whether it was written
     */
    void write(boolean sync, boolean grows, Change change, Consumer<Throwable> done) {
      if (!over) {
        waiting.add(new Write(this, change, sync, grows, done));
        begin();
      }
    }

    /** Reads, a little later. */
    <T> void read(Supplier<T> what, Consumer<T> then) {
      time.afterNanos(
          (long) random.logNormal(speed.readNanos(), SPREAD),
          () -> {
            if (!over) {
              then.accept(what.get());
            }
          });
    }

    /** Makes these bytes part of the run's trace. */
    void trace(byte[] bytes) {
      time.trace().add(bytes);
    }
  }

  /** The next run of the node. */
  public Session open() {
    return new Session("run-" + ++sessions);
  }

  private void begin() {
    if (!underWay.isEmpty() || waiting.isEmpty()) {
      return;
    }
    List<Write> batch = new ArrayList<>();
    while (batch.size() < BATCH_MAX && !waiting.isEmpty()) {
      batch.add(waiting.poll());
    }
    underWay = batch;
    long median = isSynced(batch) ? speed.syncNanos() : speed.writeNanos();
    long nanos = (long) random.logNormal(median, SPREAD);
    if (interruption != null && isSynced(batch) && --syncsToInterruption < 0) {
      time.afterNanos((long) (random.unit() * nanos), interruption);
      interruption = null;
    }
    time.afterNanos(nanos, () -> finish(batch));
  }

  /**
   * Does this in the middle of a batch that is synced: the worst moment there is. Work comes in
   * bursts, and what is written first and last in one is always the same: so not always in the
   * next.
   *
   * @param syncs so many are let pass
   */
  public void interrupt(int syncs, Runnable how) {
    syncsToInterruption = syncs;
    interruption = how;
  }

  private static boolean isSynced(List<Write> batch) {
    return batch.stream().anyMatch(Write::sync);
  }

  private void finish(List<Write> batch) {
    if (underWay != batch) {
      return; // a crash came between
    }
    underWay = List.of();
    boolean fails = random.chance(errors);
    if (!fails || random.chance(0.5)) {
      batch.stream().filter(write -> !full || !write.grows()).forEach(this::apply);
      sync(batch);
    }
    batch.forEach(write -> tell(write, fails));
    begin();
  }

  private void tell(Write write, boolean fails) {
    Throwable failure = null;
    if (full && write.grows()) {
      failure = new StoreFailed("the disk is full", null);
    } else if (fails) {
      failure = new StoreFailed("the disk failed to write", null);
    }
    write.done().accept(failure);
  }

  private void apply(Write write) {
    Runnable undo = write.change().get();
    if (undo != null) {
      unsynced.add(undo);
    }
  }

  private void sync(List<Write> batch) {
    if (isSynced(batch)) {
      unsynced.clear();
      syncs++;
    }
  }

  /**
   * The process ends here and now.
   *
   * @param powerCut whether the machine does, too
   */
  public void crash(Session session, boolean powerCut) {
    session.over = true;
    waiting.clear();
    List<Write> last = underWay;
    underWay = List.of();
    if (!last.isEmpty() && !full && random.chance(0.5)) {
      last.forEach(this::apply);
      sync(last);
    }
    if (powerCut) {
      int kept = random.below(unsynced.size() + 1);
      for (int i = unsynced.size() - 1; i >= kept; i--) {
        unsynced.get(i).run();
      }
      unsynced.clear();
    }
  }

  /** From now on batches fail with this probability. */
  public void failWith(double probability) {
    errors = probability;
  }

  /** Whether there is room. */
  public void fill(boolean toTheBrim) {
    full = toTheBrim;
  }

  public void slowDown(double factor) {
    Speed ssd = Speed.SSD;
    speed =
        new Speed(
            (long) (ssd.writeNanos() * factor),
            (long) (ssd.syncNanos() * factor),
            (long) (ssd.readNanos() * factor));
  }

  public long syncs() {
    return syncs;
  }

  /** What is on it, for those who check. */
  public Stored stored() {
    return stored;
  }
}
