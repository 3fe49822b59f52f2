package cmtp.persistence.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.store.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts what the disk is asked to sync, with strace; run it with the profile {@code syncs}. */
@Tag("syncs")
class DiskSyncsTest {
  private static final int MESSAGE_BYTES = 1024;

  @TempDir private Path temp;

  /** Around the load it deletes files, which the trace shows. */
  static final class Child {
    public static void main(String[] arguments) throws IOException {
      Path directory = Path.of(arguments[0]);
      int writers = Integer.parseInt(arguments[1]);
      int messages = Integer.parseInt(arguments[2]);
      try (TestNode node = TestNode.start(directory)) {
        DeliveryLoad load = new DeliveryLoad(node, MESSAGE_BYTES, (box, number) -> {});
        List<ActorRef<TestMailbox.Command>> mailboxes = load.open(writers);
        mark(directory.resolve("load-begins"));
        load.run(mailboxes, 1, messages / writers);
        mark(directory.resolve("load-ends"));
      }
    }

    private static void mark(Path file) throws IOException {
      Files.delete(Files.createFile(file));
    }
  }

  @Test
  void aLoneWriterCostsOneSyncAMessage() throws Exception {
    double syncs = syncsPerMessage(1, 1000);
    assertTrue(syncs <= 1.05, "syncs per message: " + syncs);
    assertTrue(syncs >= 1, "acknowledged before it was synced: " + syncs);
  }

  @Test
  void fiftyWritersShareTheirSyncs() throws Exception {
    double syncs = syncsPerMessage(50, 10_000);
    assertTrue(syncs < 0.5, "syncs per message: " + syncs);
  }

  private double syncsPerMessage(int writers, int messages) throws Exception {
    Path trace = temp.resolve("trace");
    Process child =
        ChildJvm.start(
            List.of(
                "strace",
                "-f",
                "-o",
                trace.toString(),
                "-e",
                "trace=fsync,fdatasync,unlink,unlinkat",
                "-e",
                "signal=none"),
            Child.class,
            temp.resolve("data").toString(),
            Integer.toString(writers),
            Integer.toString(messages));
    assertEquals(0, child.waitFor());
    int syncs = 0;
    boolean counting = false;
    for (String line : Files.readAllLines(trace)) {
      counting |= line.contains("load-begins");
      counting &= !line.contains("load-ends");
      // A call that another thread interrupts in the trace is resumed on a line without its name(.
      if (counting && (line.contains("fsync(") || line.contains("fdatasync("))) {
        syncs++;
      }
    }
    double each = (double) syncs / messages;
    System.out.printf("%d writers, %d messages: %.3f syncs each%n", writers, messages, each);
    return each;
  }
}
