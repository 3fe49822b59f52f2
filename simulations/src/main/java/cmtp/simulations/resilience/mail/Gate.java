package cmtp.simulations.resilience.mail;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;

/** Between writers and nodes: closed by one thread while nobody may talk to them. */
final class Gate {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);

  /** Makes an attempt, when the gate is open. */
  boolean through(BooleanSupplier attempt) {
    lock.readLock().lock();
    try {
      return attempt.getAsBoolean();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Returns when all attempts are over. */
  void close() {
    lock.writeLock().lock();
  }

  /** In the thread that has closed it. */
  void open() {
    lock.writeLock().unlock();
  }
}
