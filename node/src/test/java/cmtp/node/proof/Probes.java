package cmtp.node.proof;

import cmtp.node.TestNode.User;
import cmtp.node.proof.Letters.Sent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Mailboxes in many shards: when all of them take mail, all of the node works. */
final class Probes {
  private static final Duration SILENCE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final List<User> mailboxes;
  private final Ledger ledger;

  Probes(List<User> mailboxes, Ledger ledger) {
    this.mailboxes = List.copyOf(mailboxes);
    this.ledger = ledger;
  }

  /**
   * Sends to each mailbox until it takes the message; returns how long after {@code nanos} the last
   * one did.
   *
   * @param servers who may be asked
   */
  Duration allTakeMailSince(long nanos, Supplier<InetSocketAddress> servers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(mailboxes.size());
    try {
      List<Future<Boolean>> probing = new ArrayList<>();
      for (User mailbox : mailboxes) {
        probing.add(threads.submit(() -> probe(mailbox, servers)));
      }
      for (Future<Boolean> probe : probing) {
        if (!probe.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          throw new AssertionError("a mailbox took no mail in " + PATIENCE);
        }
      }
      return Duration.ofNanos(System.nanoTime() - nanos);
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean probe(User mailbox, Supplier<InetSocketAddress> servers) {
    Sent sent = Letters.to(mailbox, mailbox, "do you take mail at " + System.nanoTime() + "?");
    try (Courier courier = new Courier(ledger, servers, SILENCE, Optional.empty())) {
      return courier.handOver(sent, PATIENCE);
    }
  }
}
