package cmtp.simulations.load;

import cmtp.node.cli.operator.AdminClient;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.simulations.load.target.NodeUnderLoad;
import cmtp.simulations.load.target.TestMailbox;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** One of the two nodes that send: mail to good domains, and a backlog for bad ones. */
final class FairnessSender {
  private static final int CONNECTIONS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration DROPPING = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 200;

  private final AdminClient admin;
  private final NodeUnderLoad node;
  private final Journeys journeys;
  private final List<TestMailbox> good;
  private final List<TestMailbox> bad;
  private final SecureRandomBytes random;
  private final LongSupplier nanos;
  private final CountDownLatch never = new CountDownLatch(1);

  FairnessSender(
      AdminClient admin,
      NodeUnderLoad node,
      Journeys journeys,
      List<TestMailbox> good,
      List<TestMailbox> bad,
      SecureRandomBytes random,
      LongSupplier nanos) {
    this.admin = admin;
    this.node = node;
    this.journeys = journeys;
    this.good = List.copyOf(good);
    this.bad = List.copyOf(bad);
    this.random = random;
    this.nanos = nanos;
  }

  NodeUnderLoad node() {
    return node;
  }

  /** Sends to the good domains in turn. */
  PacedRun.Submitted submit(PacedRun.Pace pace) throws InterruptedException {
    return paced(good).run(pace);
  }

  /** Waits until these have arrived, or are missing. */
  Journeys.Times arrived(List<MessageId> mids) throws IOException, InterruptedException {
    return journeys.of(mids, PATIENCE.toSeconds());
  }

  /**
   * Queues so many messages for each bad domain, as fast as the node takes them.
   *
   * @return why some were not taken
   */
  List<String> fill(long messagesEach) throws InterruptedException {
    long count = messagesEach * bad.size();
    return paced(bad).run(new PacedRun.Pace(count, 0, nanos.getAsLong())).failures();
  }

  /** Drops what waits for bad domains, and waits for what is in delivery, which can't be. */
  void drop() throws IOException, InterruptedException {
    long until = nanos.getAsLong() + DROPPING.toNanos();
    while (badWaiting() > 0 && until - nanos.getAsLong() > 0) {
      for (TestMailbox mailbox : bad) {
        admin.post(
            "/v1/queue/drop",
            Map.of("domain", mailbox.address().domain().value(), "silently", true));
      }
      never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** How many messages wait for bad domains, all together. */
  long badWaiting() throws IOException {
    Set<String> names =
        bad.stream()
            .map(mailbox -> mailbox.address().domain())
            .map(DomainName::value)
            .collect(Collectors.toSet());
    long waiting = 0;
    for (JsonNode row : admin.get("/v1/queue/summary").path("domains")) {
      waiting += names.contains(row.path("domain").asText()) ? row.path("waiting").asLong() : 0;
    }
    return waiting;
  }

  private PacedRun paced(List<TestMailbox> to) {
    return new PacedRun(node, to, CONNECTIONS, PATIENCE, random, nanos);
  }
}
