package cmtp.node.delivery;

import cmtp.persistence.queue.QueueState;
import cmtp.protocol.address.DomainName;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What a queue lets others know of itself, and how long it has had nothing to do. */
final class Presence {
  private final DomainName domain;
  private final DeliveryServices services;
  private final ActorRef<RemoteDomain.Command> self;
  private boolean working = true;
  private long restingSinceMs;
  private DeliveryMeter.Load load = DeliveryMeter.Load.NONE;

  /** It works until it turns out otherwise, which is told. */
  Presence(DomainName domain, DeliveryServices services, ActorRef<RemoteDomain.Command> self) {
    this.domain = domain;
    this.services = services;
    this.self = self;
    services.board().tell(new QueueBoard.Working(domain, self));
  }

  /**
   * @param quiet whether nothing is on the wire
   */
  void step(QueueState state, boolean quiet, boolean connected, long nowMs) {
    boolean waits =
        state.size() > 0
            && !connected
            && Dispatch.mayWork(state)
            && state.backoff().nextDialMs() > nowMs;
    services.waitingDomains().set(domain, waits);
    tellLoad(state);
    boolean works = state.hasWork() || !quiet;
    if (works != working) {
      working = works;
      restingSinceMs = nowMs;
      services
          .board()
          .tell(works ? new QueueBoard.Working(domain, self) : new QueueBoard.Resting(domain));
    }
  }

  private void tellLoad(QueueState state) {
    long oldestMs = state.oldest().map(oldest -> oldest.mail().acceptedMs()).orElse(0L);
    boolean disputed = state.peer().isKeyDisputed();
    DeliveryMeter.Load now =
        new DeliveryMeter.Load(state.size(), state.bytes(), oldestMs, disputed);
    if (!now.equals(load)) {
      load = now;
      services.meter().load(domain, now);
    }
  }

  /** When it may leave memory; empty while it works. */
  Optional<Long> restedMs() {
    return Optional.of(restingSinceMs + services.settings().idle().toMillis())
        .filter(ms -> !working);
  }

  /** It asked to leave; if nothing comes of it, it asks again after as long. */
  void askedToLeave(long nowMs) {
    restingSinceMs = nowMs;
  }

  void leaves() {
    services.waitingDomains().set(domain, false);
    services.meter().load(domain, DeliveryMeter.Load.NONE);
    services.board().tell(new QueueBoard.Resting(domain));
    services.gate().tell(new OutboundGate.Forget(domain));
  }
}
