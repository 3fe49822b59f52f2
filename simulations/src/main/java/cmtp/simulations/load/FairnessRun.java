package cmtp.simulations.load;

import cmtp.node.cli.operator.AdminClient;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SecureRandomBytes;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Measures good domains' mail, and fills and empties the queues of bad ones. */
final class FairnessRun {
  private static final int CONNECTIONS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration DROPPING = Duration.ofMinutes(5);
  private static final long LEAD_SECONDS = 5;

  private final AdminClient from;
  private final NodeUnderLoad sender;
  private final Journeys journeys;
  private final List<TestMailbox> good;
  private final List<TestMailbox> bad;
  private final SecureRandomBytes random;
  private final LongSupplier nanos;
  private final CountDownLatch never = new CountDownLatch(1);

  /**
   * @param failures why messages were not accepted
   * @param badWaiting for bad domains, all together, when the last message was submitted
   */
  record Part(Journeys.Times times, List<String> failures, long badWaiting) {
    boolean isFlawless() {
      return failures.isEmpty() && times.missing() == 0;
    }
  }

  FairnessRun(
      AdminClient from,
      NodeUnderLoad sender,
      Journeys journeys,
      List<TestMailbox> good,
      List<TestMailbox> bad,
      SecureRandomBytes random,
      LongSupplier nanos) {
    this.from = from;
    this.sender = sender;
    this.journeys = journeys;
    this.good = good;
    this.bad = bad;
    this.random = random;
    this.nanos = nanos;
  }

  /** Sends to the good domains at this rate for so long. */
  PacedRun.Submitted submit(double rate, long seconds) throws InterruptedException {
    return paced(good, CONNECTIONS)
        .run(Math.round(rate * seconds), Math.round(TimeUnit.SECONDS.toNanos(1) / rate));
  }

  /**
   * The same, and waits until it has arrived. Begins with some seconds that are not measured: what
   * came before settles, and connections that were closed meanwhile are made anew.
   */
  Part measure(double rate, long seconds) throws IOException, InterruptedException {
    submit(rate, LEAD_SECONDS);
    PacedRun.Submitted submitted = submit(rate, seconds);
    long waiting = badWaiting();
    return new Part(
        journeys.of(submitted.accepted(), PATIENCE.toSeconds()), submitted.failures(), waiting);
  }

  /**
   * Queues so many messages for each bad domain.
   *
   * @return why some were not taken
   */
  List<String> fill(long messagesEach) throws InterruptedException {
    return paced(bad, CONNECTIONS).run(messagesEach * bad.size(), 0).failures();
  }

  /** Drops what waits for bad domains, and waits for what is in delivery, which can't be. */
  void drop() throws IOException, InterruptedException {
    long until = nanos.getAsLong() + DROPPING.toNanos();
    do {
      for (TestMailbox mailbox : bad) {
        from.post(
            "/v1/queue/drop",
            Map.of("domain", mailbox.address().domain().value(), "silently", true));
      }
      never.await(1, TimeUnit.SECONDS);
    } while (badWaiting() > 0 && until - nanos.getAsLong() > 0);
  }

  private long badWaiting() throws IOException {
    Set<String> names =
        Set.copyOf(bad.stream().map(m -> m.address().domain()).map(DomainName::value).toList());
    long waiting = 0;
    for (JsonNode row : from.get("/v1/queue/summary").path("domains")) {
      waiting += names.contains(row.path("domain").asText()) ? row.path("waiting").asLong() : 0;
    }
    return waiting;
  }

  private PacedRun paced(List<TestMailbox> to, int connections) {
    return new PacedRun(sender, to, connections, PATIENCE, random, nanos);
  }
}
