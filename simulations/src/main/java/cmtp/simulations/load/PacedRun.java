package cmtp.simulations.load;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import cmtp.simulations.load.target.NodeUnderLoad;
import cmtp.simulations.load.target.TestMailbox;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Submits small sealed messages for mailboxes in turn at a fixed rate, whatever the node does: a
 * message whose time has come while its connection still waits for an answer is sent right after.
 */
final class PacedRun {
  private static final int RUN_BYTES = 8;
  private static final int TEXT_CHARS = 600;

  private final NodeUnderLoad node;
  private final List<TestMailbox> mailboxes;
  private final int connections;
  private final Duration patience;
  private final SecureRandomBytes random;
  private final LongSupplier nanos;
  private final CountDownLatch never = new CountDownLatch(1);
  private final AtomicLong next = new AtomicLong();
  private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  /**
   * @param everyNanos how long after the one before each message goes; 0: as fast as the node takes
   *     them
   * @param startNanos when the first one goes
   */
  record Pace(long count, long everyNanos, long startNanos) {}

  /** The message of this number. */
  record Accepted(long number, MessageId mid) {}

  /** What was accepted, and why something was not. */
  record Submitted(List<Accepted> accepted, List<String> failures) {
    Submitted {
      accepted = List.copyOf(accepted);
      failures = List.copyOf(failures);
    }
  }

  PacedRun(
      NodeUnderLoad node,
      List<TestMailbox> mailboxes,
      int connections,
      Duration patience,
      SecureRandomBytes random,
      LongSupplier nanos) {
    this.node = node;
    this.mailboxes = mailboxes;
    this.connections = connections;
    this.patience = patience;
    this.random = random;
    this.nanos = nanos;
  }

  Submitted run(Pace pace) throws InterruptedException {
    Bytes run = random.next(RUN_BYTES);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Thread thread = new Thread(() -> submit(run, pace), "paced");
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return new Submitted(List.copyOf(accepted), List.copyOf(failures));
  }

  private void submit(Bytes run, Pace pace) {
    try (CmtpClient client = CmtpClient.connect(node.address(), patience, random)) {
      client.trust(node.serverKey());
      for (long n = next.getAndIncrement(); n < pace.count(); n = next.getAndIncrement()) {
        Message message = message(run, n);
        long wait = pace.startNanos() + n * pace.everyNanos() - nanos.getAsLong();
        never.await(Math.max(0, wait), TimeUnit.NANOSECONDS);
        if (client.mail(message, sent -> {}) instanceof MailOutcome.Refused refused) {
          failures.add(refused.reason());
        } else {
          accepted.add(new Accepted(n, message.mid()));
        }
      }
    } catch (IOException broken) {
      failures.add(String.valueOf(broken.getMessage()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Message message(Bytes run, long number) {
    TestMailbox mailbox = mailboxes.get((int) (number % mailboxes.size()));
    MailText text = new MailText(1, "load", "", List.of(), "x".repeat(TEXT_CHARS));
    Bytes body = SealedBox.seal(text.encode(), mailbox.key());
    LogEntry.Digests digests = new LogEntry.Digests(Hash.of(body), List.of());
    MessageLog log = MessageLog.of(List.of(digests.text(), "load " + run.hex() + " " + number));
    Address source = Address.of("load", node.domain().value());
    MessageHeader header =
        MessageHeader.sealed(mailbox.address(), source, 0, log.bytes().length(), body.length());
    return new Message(header, log, body, List.of());
  }
}
