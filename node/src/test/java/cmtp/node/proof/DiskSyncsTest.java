package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestMail;
import cmtp.node.TestNode.User;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disk syncs for each accepted message of 1 KiB, counted by strace on the real process. */
@Tag("syncs")
class DiskSyncsTest {
  private static final int TEXT_BYTES = 700;

  @TempDir Path folder;

  @Test
  void oneWriterCostsAtMost105SyncsForAHundredMessages() throws Exception {
    double perMessage = syncsPerMessage(1, 1000);
    System.out.println("disk syncs per message, 1 writer: " + perMessage);
    assertTrue(perMessage <= 1.05, "syncs per message: " + perMessage);
    assertTrue(perMessage >= 0.99, "an acknowledged message was not synced: " + perMessage);
  }

  @Test
  void fiftyWritersShareTheirSyncs() throws Exception {
    double perMessage = syncsPerMessage(50, 100);
    System.out.println("disk syncs per message, 50 writers: " + perMessage);
    assertTrue(perMessage < 0.5, "syncs per message: " + perMessage);
  }

  private double syncsPerMessage(int writers, int messagesEach) throws Exception {
    Path trace = folder.resolve("trace");
    List<String> strace =
        List.of("strace", "-D", "-f", "-q", "-e", "trace=fsync,fdatasync", "-o", trace.toString());
    try (ServerProcess server = ServerProcess.start(folder.resolve("data"), strace, List.of())) {
      User alice = server.open("alice");
      List<User> readers = new ArrayList<>();
      for (int i = 0; i < Math.min(writers, 20); i++) {
        readers.add(server.open("reader" + i));
      }
      long before = syncs(trace);
      ExecutorService threads = Executors.newFixedThreadPool(writers);
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        User reader = readers.get(i % readers.size());
        done.add(threads.submit(() -> send(server, alice, reader, messagesEach)));
      }
      for (Future<?> one : done) {
        one.get();
      }
      threads.shutdown();
      return (double) (syncs(trace) - before) / (writers * messagesEach);
    }
  }

  private static Void send(ServerProcess server, User from, User to, int count) throws IOException {
    try (CmtpClient client = server.connect()) {
      for (int i = 0; i < count; i++) {
        assertEquals(
            MailOutcome.Unproven.INSTANCE,
            client.mail(TestMail.sealed(from, to, "x".repeat(TEXT_BYTES) + i), sent -> {}));
      }
    }
    return null;
  }

  private static long syncs(Path trace) throws IOException {
    try (Stream<String> lines = Files.lines(trace)) {
      return lines.filter(line -> line.contains("sync(")).count();
    }
  }
}
