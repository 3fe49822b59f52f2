package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestMail;
import cmtp.node.TestNode.User;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.message.Message;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Every process of a cluster is ended in good order and started again, and nobody notices. */
class RollingRestartTest {
  private static final int MAILBOXES = 48;
  private static final Duration UNNOTICED = Duration.ofSeconds(5);
  private static final Duration GRACE = Duration.ofSeconds(8);
  private static final int UPLOAD_BYTES = 49 * 1024 * 1024;

  /** What Pekko says when the shards of one kind are given away by two at once. */
  private static final String TWO_COORDINATORS = "HandOverInProgress in state Oldest";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static ClusterLab lab;

  @BeforeAll
  static void start() throws Exception {
    lab = ClusterLab.start(folder, 3, "cmtp.shutdown-grace=" + GRACE.toSeconds() + " s");
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void noSendWaitsForLongWhileAllAreRestarted() throws Exception {
    survives("once", 1);
  }

  @Test
  @Tag("long")
  void noSendWaitsForLongWhileAllAreRestartedFiveTimes() throws Exception {
    survives("often", 5);
  }

  private static void survives(String name, int rounds) throws Exception {
    List<User> users = lab.open(name, MAILBOXES);
    Ledger ledger = new Ledger();
    try (ClusterWatch watch = ClusterWatch.over(lab);
        ClusterLoad load = new ClusterLoad(lab, users, ledger, 8, 20)) {
      for (int i = 0; i < rounds * lab.processes().size(); i++) {
        restart(lab.process(i % lab.processes().size()));
        load.check();
      }
      load.stop();
      watch.verify(1);
      ledger.verify(users, lab::next);
      for (ClusterProcess one : lab.processes()) {
        assertFalse(one.log().contains(TWO_COORDINATORS), one.log());
      }
      say(
          "%s; sent again %d times; load average %s"
              .formatted(ledger, load.sentAgain(), ClusterLab.load()));
    }
    Duration bound = ClusterLab.onThisMachine(UNNOTICED);
    assertTrue(ledger.slowest().compareTo(bound) <= 0, () -> ledger + ", not in " + bound);
    assertEquals(ledger.tried(), ledger.acknowledged());
  }

  private static void restart(ClusterProcess one) throws Exception {
    long nanos = System.nanoTime();
    assertEquals(0, one.stop(), one.name());
    Duration ended = Duration.ofNanos(System.nanoTime() - nanos);
    one.start();
    lab.awaitMembers(lab.processes().size());
    say(
        "%s ended after %s, was back after %s; load average %s"
            .formatted(
                one.name(), ended, Duration.ofNanos(System.nanoTime() - nanos), ClusterLab.load()));
  }

  /** A message that is sent slowly, and what was answered. */
  private record Upload(User reader, Message message, MailOutcome outcome) {
    MessageId mid() {
      return message.mid();
    }

    boolean isStored() {
      return !(outcome instanceof MailOutcome.Refused);
    }
  }

  @Test
  void largeUploadsAreStoredOrRefusedForNowWhenTheirProcessEnds() throws Exception {
    List<User> readers = lab.open("large", 4);
    long before = contents();
    ClusterProcess ending = lab.process(1);
    List<Upload> uploads = uploadsAround(ending, readers);
    assertTrue(uploads.get(0).isStored(), "a moment's wait would have been enough");
    assertTrue(!uploads.get(3).isStored(), "it was not to be waited for");
    ending.start();
    lab.awaitMembers(lab.processes().size());
    long stored = uploads.stream().filter(Upload::isStored).count();
    for (Upload upload : uploads) {
      verify(upload);
    }
    ClusterLab.await(
        "nothing counts but what is stored",
        ClusterLab.PATIENCE,
        () -> contents() == before + stored);
    say("%d of %d uploads stored, the others refused for now".formatted(stored, uploads.size()));
  }

  /** Half of each has gone when the process is told to end; the rest needs more and more time. */
  private static List<Upload> uploadsAround(ClusterProcess ending, List<User> readers)
      throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    CountDownLatch halfway = new CountDownLatch(readers.size());
    CountDownLatch told = new CountDownLatch(1);
    List<Future<Upload>> uploading = new ArrayList<>();
    try {
      for (int i = 0; i < readers.size(); i++) {
        User reader = readers.get(i);
        Duration rest = GRACE.multipliedBy(i).dividedBy(2);
        uploading.add(threads.submit(() -> upload(ending, reader, halfway, told, rest)));
      }
      assertTrue(halfway.await(ClusterLab.PATIENCE.toSeconds(), TimeUnit.SECONDS));
      Future<Integer> exit = threads.submit(ending::stop);
      ClusterLab.await("it drains", ClusterLab.PATIENCE, () -> !ending.process().isReady());
      told.countDown();
      List<Upload> done = new ArrayList<>();
      for (Future<Upload> one : uploading) {
        done.add(one.get(ClusterLab.PATIENCE.toSeconds(), TimeUnit.SECONDS));
      }
      assertEquals(0, exit.get(ClusterLab.PATIENCE.toSeconds(), TimeUnit.SECONDS));
      return done;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Upload upload(
      ClusterProcess to, User reader, CountDownLatch halfway, CountDownLatch told, Duration rest)
      throws Exception {
    Message message = TestMail.opaque(reader.address(), reader.address(), 100, UPLOAD_BYTES);
    try (CmtpClient client = ServerProcess.connect(to.address(), ServerProcess.TIMEOUT)) {
      long[] toldNanos = {0};
      MailOutcome outcome =
          client.mail(
              message,
              bytes -> {
                if (bytes < UPLOAD_BYTES / 2) {
                  return;
                }
                if (toldNanos[0] == 0) {
                  halfway.countDown();
                  awaitQuietly(told);
                  toldNanos[0] = System.nanoTime();
                }
                double share = 2.0 * bytes / UPLOAD_BYTES - 1;
                long due = toldNanos[0] + (long) (share * rest.toNanos());
                LockSupport.parkNanos(due - System.nanoTime());
              });
      if (outcome instanceof MailOutcome.Refused refused) {
        assertTrue(!refused.permanent(), refused.reason());
      }
      return new Upload(reader, message, outcome);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was acknowledged is whole; of what was refused there is nothing. */
  private static void verify(Upload upload) throws Exception {
    try (CmtpClient session =
        ServerProcess.session(lab.next(), upload.reader(), ServerProcess.TIMEOUT)) {
      Set<MessageId> there = new HashSet<>();
      for (Payload.MessageRow row : Inbox.list(session)) {
        assertTrue(there.add(row.mid()), "twice: " + row.mid());
        assertEquals(
            Hash.of(upload.message().attachments().get(0)), Hash.of(attachment(session, row)));
      }
      assertEquals(upload.isStored() ? Set.of(upload.mid()) : Set.of(), there);
    }
  }

  private static Bytes attachment(CmtpClient session, Payload.MessageRow row) throws Exception {
    List<Bytes> pieces = new ArrayList<>();
    long at = 0;
    while (true) {
      X1Command fetch =
          new X1Command.Fetch("inbox", row.uid(), new Part.Attachment(0), at, 1 << 20);
      Bytes piece = session.call(fetch, Payload.Slice::decode).bytes();
      if (piece.isEmpty()) {
        return Bytes.concat(pieces.toArray(Bytes[]::new));
      }
      pieces.add(piece);
      at += piece.length();
    }
  }

  /** Those that are not marked as left over, to be swept. */
  private static long contents() throws Exception {
    String sql =
        "SELECT count(DISTINCT key / 16384) FROM content_chunk"
            + " WHERE key / 16384 NOT IN (SELECT content_id FROM content_upload)";
    try (Connection connection =
            DriverManager.getConnection(lab.database().url(), lab.database().user(), "");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void say(String what) {
    System.out.println("rolling restart: " + what);
  }
}
