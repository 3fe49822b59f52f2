package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestMail;
import cmtp.node.TestNode.User;
import cmtp.protocol.MessageId;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import cmtp.protocol.command.Payload;
import cmtp.protocol.message.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What got SUCCESS is there after {@code kill -9}, exactly once, and opens. */
class KillTest {
  private static final int WRITERS = 8;
  private static final int ACKNOWLEDGED_BEFORE_A_KILL = 150;

  @TempDir Path folder;

  /** What got SUCCESS: its mid and its text. */
  private final Map<MessageId, String> acknowledged = new ConcurrentHashMap<>();

  private final AtomicLong sequence = new AtomicLong();

  @Test
  void everyAcknowledgedMailIsThereOnceAfterThreeKills() throws Exception {
    survives(3);
  }

  @Test
  @Tag("long")
  void everyAcknowledgedMailIsThereOnceAfterTwentyKills() throws Exception {
    survives(20);
  }

  private void survives(int kills) throws Exception {
    Path data = folder.resolve("data");
    User alice = null;
    User bob = null;
    for (int kill = 0; kill < kills; kill++) {
      try (ServerProcess server = ServerProcess.start(data)) {
        if (kill == 0) {
          alice = server.open("alice");
          bob = server.open("bob");
        }
        verify(server, bob);
        loadUntilKilled(server, alice, bob);
      }
    }
    try (ServerProcess server = ServerProcess.start(data)) {
      verify(server, bob);
    }
    assertTrue(acknowledged.size() >= kills * ACKNOWLEDGED_BEFORE_A_KILL);
  }

  private void loadUntilKilled(ServerProcess server, User from, User to) throws Exception {
    CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_A_KILL);
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      Thread writer = new Thread(() -> writeUntilBroken(server, from, to, enough));
      writer.start();
      writers.add(writer);
    }
    boolean reached = enough.await(120, TimeUnit.SECONDS);
    server.kill();
    for (Thread writer : writers) {
      writer.join();
    }
    assertTrue(reached, "the server took only " + acknowledged.size() + " messages");
  }

  private void writeUntilBroken(ServerProcess server, User from, User to, CountDownLatch enough) {
    try (CmtpClient client = server.connect()) {
      while (true) {
        String text = "message " + sequence.incrementAndGet();
        Message message = TestMail.sealed(from, to, text);
        if (client.mail(message, sent -> {}) == MailOutcome.Unproven.INSTANCE) {
          acknowledged.put(message.mid(), text);
          enough.countDown();
        }
      }
    } catch (IOException killed) {
      // What was under way has no answer: it may be there or not, and is not counted.
    }
  }

  private void verify(ServerProcess server, User reader) throws IOException {
    try (CmtpClient session = server.session(reader)) {
      List<Payload.MessageRow> rows = Inbox.list(session);
      Set<MessageId> there = new HashSet<>();
      for (Payload.MessageRow row : rows) {
        assertTrue(there.add(row.mid()), "twice: " + row.mid());
      }
      for (MessageId mid : acknowledged.keySet()) {
        assertTrue(there.contains(mid), "acknowledged and lost: " + mid);
      }
      // The newest were written just before the kill: their content is the one at risk.
      for (Payload.MessageRow row : rows.subList(Math.max(0, rows.size() - 50), rows.size())) {
        String text = Inbox.open(session, reader, row.uid()).text();
        assertEquals(acknowledged.getOrDefault(row.mid(), text), text);
      }
    }
  }
}
