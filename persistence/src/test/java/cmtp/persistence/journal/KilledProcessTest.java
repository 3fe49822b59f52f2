package cmtp.persistence.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.content.ContentStore;
import cmtp.persistence.content.PendingUpload;
import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.Entry;
import cmtp.persistence.mailbox.Listing;
import cmtp.persistence.mailbox.MailboxState;
import cmtp.persistence.mailbox.Samples;
import cmtp.persistence.store.ChildJvm;
import cmtp.persistence.testing.TestEngine;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process under load is killed with SIGKILL: whatever it acknowledged is there. */
class KilledProcessTest {
  private static final int WRITERS = 12;
  private static final int MESSAGE_BYTES = 6000;
  private static final int ROUNDS = 2;

  @TempDir private Path temp;

  /** Delivers until it is killed, and says what was acknowledged. */
  static final class Child {
    public static void main(String[] arguments) {
      TestNode node = TestNode.start(Path.of(arguments[0]));
      DeliveryLoad load =
          new DeliveryLoad(node, MESSAGE_BYTES, (box, n) -> System.out.println(box + " " + n));
      load.run(load.open(WRITERS), Long.parseLong(arguments[1]), Integer.MAX_VALUE);
    }
  }

  @Test
  void whatWasAcknowledgedIsThereOnceWithAllItsBytes() throws Exception {
    long seed = 20_26;
    Random random = new Random(seed);
    Map<String, Set<Long>> acknowledged = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      long first = 1_000_000L * (round + 1);
      runAndKill(first, 200 + random.nextInt(800), acknowledged);
      check(acknowledged, "seed " + seed + ", round " + round);
    }
  }

  private void runAndKill(long first, int lines, Map<String, Set<Long>> acknowledged)
      throws Exception {
    Process child = ChildJvm.start(Child.class, temp.toString(), Long.toString(first));
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      int seen = 0;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        String[] words = line.split(" ");
        if (words.length == 2 && words[1].length() == 7) { // the last line may be cut short
          acknowledged
              .computeIfAbsent(words[0], box -> new TreeSet<>())
              .add(Long.parseLong(words[1]));
        }
        if (++seen == lines) {
          child
              .toHandle()
              .destroyForcibly(); // unlike the process's own, leaves the output to be read
        }
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private void check(Map<String, Set<Long>> acknowledged, String where) throws Exception {
    try (TestNode node = TestNode.start(temp)) {
      int entries = 0;
      int acknowledgements = 0;
      Map<String, MailboxState> states = new HashMap<>();
      for (int i = 0; i < WRITERS; i++) {
        String box = DeliveryLoad.mailbox(i);
        MailboxState state = node.state(node.mailbox(box));
        states.put(box, state);
        Map<String, Integer> times = new HashMap<>();
        for (Entry entry : rows(state)) {
          times.merge(entry.mid().toString(), 1, Integer::sum);
          long number = Long.parseLong(entry.mid().toString().substring(48), 16);
          assertEquals(
              DeliveryLoad.message(number, MESSAGE_BYTES),
              node.content()
                  .read(entry.contentId(), 0, ContentStore.READ_BYTES_MAX)
                  .toCompletableFuture()
                  .join(),
              where + ", " + box + ", message " + number);
          entries++;
        }
        for (long number : acknowledged.getOrDefault(box, Set.of())) {
          acknowledgements++;
          assertEquals(
              1, times.get(Samples.mid(number).toString()), where + ", " + box + " " + number);
        }
      }
      assertTrue(acknowledgements >= 200, where + " proves little");
      sweep(node, states);
      assertEquals(entries, contents(node), where + ": orphans are left");
    }
  }

  private static List<Entry> rows(MailboxState state) {
    return ((Listing.Page) state.list(BoxName.INBOX, 0, 0, MailboxState.ENTRIES_MAX).orElseThrow())
        .rows();
  }

  /** What the node does after a start. */
  private static void sweep(TestNode node, Map<String, MailboxState> states) {
    for (PendingUpload upload : pending(node)) {
      List<Long> id = List.of(upload.contentId());
      (states.get(upload.owner()).heldOf(id).isEmpty()
              ? node.content().abort(upload.contentId())
              : node.content().confirm(id))
          .toCompletableFuture()
          .join();
    }
    assertEquals(List.of(), pending(node));
  }

  private static List<PendingUpload> pending(TestNode node) {
    return node.content()
        .otherRuns()
        .thenCompose(node.content()::pending)
        .toCompletableFuture()
        .join();
  }

  private static long contents(TestNode node) throws Exception {
    return TestEngine.number(node.store(), "SELECT count(DISTINCT key >> 14) FROM content_chunk");
  }
}
