package cmtp.simulations.load;

import cmtp.node.cli.operator.AdminClient;
import cmtp.protocol.MessageId;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * How long messages took from one node's queue into the other one's mailbox, as both nodes' traces
 * tell: from when the first decided to take a message (it is stored after that) until it was on
 * stable storage at the second. Both clocks are this machine's; the traces count milliseconds.
 */
final class Journeys {
  private static final long LONGEST_MS = TimeUnit.HOURS.toMillis(1);
  static final int DIGITS = 3;
  private static final long LOOK_MILLIS = 100;

  private final AdminClient from;
  private final AdminClient to;
  private final LongSupplier nanos;
  private final CountDownLatch never = new CountDownLatch(1);

  /**
   * @param millis of those that have arrived
   * @param missing how many have not
   */
  record Times(Histogram millis, long missing) {}

  Journeys(AdminClient from, AdminClient to, LongSupplier nanos) {
    this.from = from;
    this.to = to;
    this.nanos = nanos;
  }

  /** Waits for the messages at most so long, all together. */
  Times of(List<MessageId> mids, long patienceSeconds) throws IOException, InterruptedException {
    long until = nanos.getAsLong() + TimeUnit.SECONDS.toNanos(patienceSeconds);
    Histogram millis = new Histogram(LONGEST_MS, DIGITS);
    List<MessageId> missing = new ArrayList<>();
    for (MessageId mid : mids) {
      OptionalLong stored = await(mid, until);
      OptionalLong queued = at(from, mid, "queued");
      if (stored.isPresent() && queued.isPresent()) {
        long took = Math.max(0, stored.getAsLong() - queued.getAsLong());
        millis.recordValue(Math.min(took, LONGEST_MS));
      } else {
        missing.add(mid);
      }
    }
    return new Times(millis, missing.size());
  }

  private OptionalLong await(MessageId mid, long until) throws IOException, InterruptedException {
    OptionalLong stored = at(to, mid, "stored");
    while (stored.isEmpty() && until - nanos.getAsLong() > 0) {
      never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      stored = at(to, mid, "stored");
    }
    return stored;
  }

  private static OptionalLong at(AdminClient node, MessageId mid, String kind) throws IOException {
    for (JsonNode entry : node.get("/v1/trace/" + mid).path("entries")) {
      if (entry.path("kind").asText().equals(kind)) {
        return OptionalLong.of(entry.path("atMs").asLong());
      }
    }
    return OptionalLong.empty();
  }
}
