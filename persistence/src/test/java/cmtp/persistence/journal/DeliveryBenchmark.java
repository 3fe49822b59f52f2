package cmtp.persistence.journal;

import cmtp.protocol.Bytes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Prints how many messages a second are stored, content and event, and what they cost. Arguments: a
 * directory on the disk to measure, and optionally writers, message bytes, messages.
 */
final class DeliveryBenchmark {
  private DeliveryBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    if (arguments.length == 4) {
      int[] numbers = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
      measure(directory, numbers[0], numbers[1], numbers[2]);
      return;
    }
    measure(directory, 1, 1024, 5_000);
    measure(directory, 50, 1024, 100_000);
    measure(directory, 10, 1 << 20, 2_000);
  }

  private static void measure(Path parent, int writers, int messageBytes, int messages)
      throws IOException {
    Path directory = Files.createTempDirectory(parent, "bench");
    try (TestNode node = TestNode.start(directory)) {
      ConcurrentHashMap<String, Long> lastAt = new ConcurrentHashMap<>();
      long[] latencies = new long[messages];
      AtomicInteger count = new AtomicInteger();
      Bytes message = DeliveryLoad.message(1, messageBytes);
      DeliveryLoad load =
          new DeliveryLoad(
              node,
              messageBytes,
              any -> message, // making random bytes would cost as much as storing them
              (box, number) -> {
                long now = System.nanoTime();
                Long before = lastAt.put(box, now);
                if (before != null) {
                  latencies[count.getAndIncrement() % messages] = now - before;
                }
              });
      List<ActorRef<TestMailbox.Command>> mailboxes = load.open(writers);
      int each = messages / writers;
      load.run(mailboxes, 1, Math.max(1, each / 2));
      count.set(0);
      lastAt.clear();
      Map<String, Long> threads = cpuByThread();
      long cpu = cpu();
      long start = System.nanoTime();
      load.run(mailboxes, 1_000_000, each);
      double seconds = (System.nanoTime() - start) / 1e9;
      long[] sorted = Arrays.copyOf(latencies, Math.min(count.get(), messages));
      Arrays.sort(sorted);
      System.out.printf(
          "%d writers, %d bytes: %.0f messages/s, %.1f MB/s, %.0f us CPU each,"
              + " p50 %.2f ms, p99 %.2f ms, max %.0f ms%n",
          writers,
          messageBytes,
          each * writers / seconds,
          (double) each * writers * messageBytes / seconds / 1e6,
          (cpu() - cpu) / 1e3 / (each * writers),
          sorted[sorted.length / 2] / 1e6,
          sorted[sorted.length * 99 / 100] / 1e6,
          sorted[sorted.length - 1] / 1e6);
      cpuByThread()
          .forEach(
              (name, nanos) -> {
                double spent = (nanos - threads.getOrDefault(name, 0L)) / 1e3 / (each * writers);
                if (spent >= 1) {
                  System.out.printf("    %s: %.0f us CPU each%n", name, spent);
                }
              });
    }
  }

  /** Threads that differ only by a number are one. */
  private static Map<String, Long> cpuByThread() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<String, Long> sums = new TreeMap<>();
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo info = threads.getThreadInfo(id);
      if (info != null) {
        String name = info.getThreadName().replaceAll("[-0-9]+$", "");
        sums.merge(name, Math.max(0, threads.getThreadCpuTime(id)), Long::sum);
      }
    }
    return sums;
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
