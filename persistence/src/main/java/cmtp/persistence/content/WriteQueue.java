package cmtp.persistence.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Operations that wait for the writer, bounded by count and bytes. Operations that free space may
 * use twice the count, so that they still get in when insertions are refused. Confirmations wait
 * apart: they wake nobody.
 */
final class WriteQueue {
  private final BlockingQueue<WriteOperation> urgent = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<WriteOperation.Confirm> lazy = new ConcurrentLinkedQueue<>();
  private final AtomicInteger operations = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final ContentSettings settings;

  WriteQueue(ContentSettings settings) {
    this.settings = settings;
  }

  /**
   * @throws StoreOverloaded if it does not fit
   */
  void offer(WriteOperation operation) {
    int count = operations.incrementAndGet();
    long sum = bytes.addAndGet(operation.bytes());
    if (!fits(operation, count, sum)) {
      forget(operation);
      throw new StoreOverloaded("too much content waits to be written");
    }
    if (operation instanceof WriteOperation.Confirm confirm) {
      lazy.add(confirm);
    } else {
      urgent.add(operation);
    }
  }

  private boolean fits(WriteOperation operation, int count, long sum) {
    if (operation instanceof WriteOperation.Insertion) {
      return count <= settings.queueOperationsMax() && sum <= settings.queueBytesMax();
    }
    return operation instanceof WriteOperation.Stop || count <= 2 * settings.queueOperationsMax();
  }

  /** The next operation in order; confirmations aside. */
  Optional<WriteOperation> poll() {
    return taken(urgent.poll());
  }

  Optional<WriteOperation> poll(long timeoutMs) throws InterruptedException {
    return taken(urgent.poll(timeoutMs, TimeUnit.MILLISECONDS));
  }

  List<WriteOperation.Confirm> takeConfirmations() {
    List<WriteOperation.Confirm> all = new ArrayList<>();
    for (WriteOperation.Confirm next = lazy.poll(); next != null; next = lazy.poll()) {
      forget(next);
      all.add(next);
    }
    return all;
  }

  private Optional<WriteOperation> taken(WriteOperation operation) {
    if (operation != null) {
      forget(operation);
    }
    return Optional.ofNullable(operation);
  }

  private void forget(WriteOperation operation) {
    operations.decrementAndGet();
    bytes.addAndGet(-operation.bytes());
  }
}
