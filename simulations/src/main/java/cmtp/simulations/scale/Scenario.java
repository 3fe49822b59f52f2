package cmtp.simulations.scale;

import cmtp.node.delivery.DeliverySettings;
import cmtp.simulations.scale.DomainKind.Span;
import java.util.List;

/**
 * What is simulated.
 *
 * @param domains foreign ones
 * @param nodes that send; each domain's queue is on one of them
 * @param durationMs virtual time
 * @param sampleMs between two samples
 * @param traffic what is submitted
 * @param machine what a node's work costs
 * @param delivery the node's own settings
 * @param resolver what is remembered of look-ups
 */
record Scenario(
    String name,
    String description,
    long seed,
    int domains,
    int nodes,
    int durationMs,
    int sampleMs,
    Traffic traffic,
    Machinery machine,
    DeliverySettings delivery,
    Resolver resolver,
    List<DomainKind> kinds) {

  /**
   * @param exponent of the domains' popularity (Zipf)
   * @param dailyCurve how much of a day's mail comes in each hour, as weights
   * @param provenShare of the messages whose originators are told of delays and failures
   * @param resubmitShare of the messages that are submitted again
   * @param resubmitAfterMs how long after
   */
  record Traffic(
      double messagesPerDay,
      double exponent,
      List<Double> dailyCurve,
      List<Size> sizes,
      double provenShare,
      double resubmitShare,
      int resubmitAfterMs) {
    Traffic {
      dailyCurve = List.copyOf(dailyCurve);
      sizes = List.copyOf(sizes);
    }
  }

  record Size(long bytes, double share) {}

  /**
   * Service times of one node.
   *
   * @param cores of its processor
   * @param acceptMs CPU for a message submitted, small ones
   * @param relayMs CPU for a message handed over, besides
   * @param mibMs CPU for a MiB, each way
   * @param dialMs CPU for a connection, with its handshake
   * @param failedDialMs CPU for one that is not made
   * @param commitMs until an event is on stable storage
   * @param backlogMs with more CPU time owed, submissions are refused
   */
  record Machinery(
      int cores,
      double acceptMs,
      double relayMs,
      double mibMs,
      double dialMs,
      double failedDialMs,
      int commitMs,
      int backlogMs) {}

  /**
   * @param ttlMs how long an answer is good
   * @param entries remembered
   * @param budgetMs after which a look-up fails
   * @param connectMs after which a silent address is given up
   * @param replyMs after which a silent peer is given up
   * @param outages times at which no look-up is answered
   */
  record Resolver(
      int ttlMs, int entries, int budgetMs, int connectMs, int replyMs, List<Span> outages) {
    Resolver {
      outages = List.copyOf(outages);
    }

    boolean isDown(int ms) {
      return outages.stream().anyMatch(outage -> outage.contains(ms));
    }
  }

  Scenario {
    kinds = List.copyOf(kinds);
  }
}
