package cmtp.node.delivery;

import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueueState;
import cmtp.persistence.queue.QueuedMail;
import cmtp.protocol.address.DomainName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The part of a queue that opens connections and gives them work. A dial is recorded before it is
 * made; a further connection is opened only while another one is known to work.
 */
final class Dispatch {
  private static final String NOTHING_TAKEN = "closed the connection without taking mail";

  private final ActorContext<RemoteDomain.Command> context;
  private final DomainName domain;
  private final DeliveryServices services;
  private final DeliverySettings settings;
  private final Clock clock;
  private final Ledger ledger;
  private final QueueDecisions decisions;
  private final Fates fates;
  private final Connections connections = new Connections();
  private final Window window;
  private final ActorRef<OutboundGate.Answer> permits;
  private final ActorRef<DeliveryAttempt.Progress> progress;

  /** The gate was asked. */
  private boolean asked;

  /** The dial that it allowed is being stored. */
  private boolean recording;

  /** After a dial that failed while other connections work, which keep the back-off away. */
  private long extraDialMs;

  private Optional<Hopeless> hopeless = Optional.empty();

  /** Every message up to this id fails. */
  private record Hopeless(String reason, long upToId) {}

  Dispatch(
      ActorContext<RemoteDomain.Command> context,
      DomainName domain,
      DeliveryServices services,
      Ledger ledger,
      QueueDecisions decisions,
      Fates fates) {
    this.context = context;
    this.domain = domain;
    this.services = services;
    this.settings = services.settings();
    this.clock = services.clock();
    this.ledger = ledger;
    this.decisions = decisions;
    this.fates = fates;
    this.window = new Window(settings.windowMax());
    this.permits = context.messageAdapter(OutboundGate.Answer.class, DomainQueue.GateAnswered::new);
    this.progress =
        context.messageAdapter(DeliveryAttempt.Progress.class, DomainQueue.Progressed::new);
    services.gate().tell(new OutboundGate.Forget(domain));
  }

  boolean isBusy(long id) {
    return connections.isBusy(id);
  }

  int connections() {
    return connections.size();
  }

  int window() {
    return window.size();
  }

  /** Whether there is nothing on the wire or on its way there. */
  boolean isQuiet() {
    return connections.size() == 0 && !asked && !recording && hopeless.isEmpty();
  }

  static boolean mayWork(QueueState state) {
    return !state.paused() && !state.peer().isKeyDisputed();
  }

  /** Waiting is over, on somebody's word. */
  void woken() {
    extraDialMs = 0;
  }

  /** The domain has another key from now on: connections made under the old one end. */
  void keyChanged() {
    connections.list().stream().filter(Connections.One::isMet).forEach(connections::finish);
  }

  /** Does all that can be done now. */
  void step(long nowMs) {
    long lingering = nowMs - settings.linger().toMillis();
    connections.idleSince(lingering).forEach(connections::finish);
    failHopeless(nowMs);
    if (mayWork(ledger.planned()) && hopeless.isEmpty()) {
      connections.idle().forEach(one -> handOut(one, nowMs));
      askForDial(nowMs);
    }
  }

  /** What was planned but isn't stored yet is nobody's to deliver. */
  private boolean isTaken(long id) {
    return id > ledger.stored().lastId() || connections.isBusy(id);
  }

  private void handOut(Connections.One one, long nowMs) {
    int live = Math.max(1, connections.live());
    int dueMax = DispatchRules.dueMax(live, settings.batchMax());
    List<QueuedMail> due = ledger.planned().due(nowMs, dueMax, this::isTaken);
    if (!due.isEmpty()) {
      int share = DispatchRules.share(due.size(), live, settings.batchMax());
      connections.give(one, due.subList(0, share));
    }
  }

  private void askForDial(long nowMs) {
    if (isDialWanted(nowMs)) {
      asked = true;
      boolean failing = ledger.planned().backoff().failures() > 0;
      services.gate().tell(new OutboundGate.Ask(domain, failing, permits));
    }
  }

  private boolean isDialWanted(long nowMs) {
    return mayDial() && !asked && !recording && nowMs >= dialMs() && hasDue(nowMs);
  }

  private boolean mayDial() {
    return DispatchRules.mayDial(
        connections.size(),
        window.size(),
        connections.isAnyAnswered(),
        connections.isDialling(),
        !connections.idle().isEmpty());
  }

  private boolean hasDue(long nowMs) {
    return !ledger.planned().due(nowMs, 1, this::isTaken).isEmpty();
  }

  private long dialMs() {
    return DispatchRules.dialMs(ledger.planned().backoff().nextDialMs(), extraDialMs);
  }

  void answered(OutboundGate.Answer answer) {
    long nowMs = clock.millis();
    boolean expected = asked; // else of a request from before a restart
    asked = false;
    if (!(answer instanceof OutboundGate.Permit permit)) {
      extraDialMs = nowMs + settings.retry().first().toMillis();
    } else if (expected && mayWork(ledger.planned()) && isDialWanted(nowMs)) {
      recording = true;
      QueueEvent.DialStarted started = decisions.dialStarted(ledger.planned(), nowMs);
      ledger.record(started);
      ledger.then(() -> dial(permit, started.retryMs()));
    } else {
      services.gate().tell(new OutboundGate.GiveBack(permit.number()));
    }
  }

  private void dial(OutboundGate.Permit permit, long retryMs) {
    recording = false;
    ActorRef<DeliveryAttempt.Command> attempt =
        context.spawnAnonymous(services.attempts().open(domain, ledger.stored().peer(), progress));
    services.gate().tell(new OutboundGate.Use(permit.number(), attempt));
    context.watchWith(attempt, new DomainQueue.AttemptGone(attempt));
    connections.dialled(attempt, retryMs, clock.millis());
  }

  void progressed(DeliveryAttempt.Progress message) {
    Optional<Connections.One> found = connections.find(message.attempt());
    if (found.isEmpty()) {
      return; // of a connection from before a restart, which has ended with it
    }
    if (message instanceof DeliveryAttempt.Met met) {
      met(found.get(), met);
    } else if (message instanceof DeliveryAttempt.Done done) {
      outcomes(found.get(), done.outcomes());
      if (done.outcomes().isEmpty()) {
        connections.finish(found.get()); // it would be given the same again and again
      }
    } else if (message instanceof DeliveryAttempt.Ended ended) {
      ended(found.get(), ended.outcomes(), ended.end());
    }
  }

  /** An attempt that ends without a word has crashed. */
  void gone(ActorRef<DeliveryAttempt.Command> attempt) {
    connections
        .find(attempt)
        .ifPresent(
            one -> ended(one, List.of(), new DeliveryAttempt.Broken("the connection crashed")));
  }

  private void met(Connections.One one, DeliveryAttempt.Met met) {
    long nowMs = clock.millis();
    QueueState state = ledger.planned();
    boolean disputed = PeerDecisions.isDisputed(state.peer(), met.key(), met.origin());
    boolean changed = state.peer().isPinned() && !state.peer().key().equals(met.key());
    Optional<QueueEvent> learnt =
        PeerDecisions.met(state.peer(), met.key(), met.origin(), met.x1(), nowMs);
    learnt.ifPresent(ledger::record);
    if (disputed || ledger.planned().peer().x1() && !met.x1()) {
      connections.finish(one);
      return;
    }
    if (changed) {
      keyChanged();
    }
    ledger.then(() -> connections.met(one, clock.millis()));
  }

  private void outcomes(Connections.One one, List<Outcome> outcomes) {
    long nowMs = clock.millis();
    List<Outcome> ours = connections.done(one, outcomes, nowMs);
    List<Runnable> told = relayed(ours, nowMs);
    ours.stream()
        .filter(outcome -> outcome instanceof Outcome.Delivered)
        .forEach(delivered -> window.succeeded());
    ledger.record(decisions.outcomes(ledger.planned(), ours, nowMs));
    if (!told.isEmpty()) {
      ledger.then(() -> told.forEach(Runnable::run));
    }
  }

  /** What is to be told of those that were taken, once that is stored. */
  private List<Runnable> relayed(List<Outcome> outcomes, long nowMs) {
    List<Runnable> told = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Delivered delivered) {
        ledger
            .planned()
            .waiting(delivered.id())
            .ifPresent(mail -> told.add(() -> fates.relayed(mail, delivered.proven(), nowMs)));
      }
    }
    return told;
  }

  private void ended(Connections.One one, List<Outcome> outcomes, DeliveryAttempt.End end) {
    boolean working = one.isWorking();
    outcomes(one, outcomes);
    connections.remove(one);
    services.meter().attempted(one.isAnswered(), clock.millis() - one.dialledMs());
    if (end instanceof DeliveryAttempt.Broken broken) {
      broken(one, broken.reason(), working);
    } else if (end instanceof DeliveryAttempt.Hopeless failure) {
      dialFailed(one, failure.reason());
      hopeless = Optional.of(new Hopeless(failure.reason(), ledger.planned().lastId()));
    } else if (end instanceof DeliveryAttempt.KeyDisputed disputed) {
      dialFailed(one, disputed.reason());
      disputed(disputed);
    } else {
      over(one);
    }
  }

  private void broken(Connections.One one, String reason, boolean working) {
    DispatchRules.Aftermath after = DispatchRules.broken(one.isAnswered(), working);
    if (after == DispatchRules.Aftermath.DIAL_FAILED) {
      dialFailed(one, reason);
    } else if (after == DispatchRules.Aftermath.NARROWER) {
      window.failed();
    }
  }

  private void over(Connections.One one) {
    DispatchRules.Aftermath after =
        DispatchRules.over(
            one.isAnswered(),
            one.isMet(),
            one.hasWorked(),
            ledger.planned().backoff().failures() > 0);
    if (after == DispatchRules.Aftermath.DIAL_FAILED) {
      dialFailed(one, NOTHING_TAKEN);
    } else if (after == DispatchRules.Aftermath.REACHED) {
      ledger.record(new QueueEvent.Deferred(List.of(), true, clock.millis()));
    }
  }

  private void dialFailed(Connections.One one, String reason) {
    window.failed();
    extraDialMs = one.retryMs();
    String text = Texts.reason(reason);
    ledger.record(new QueueEvent.DialFailed(text, clock.millis()));
    context
        .getLog()
        .atInfo()
        .addKeyValue("domain", domain.value())
        .addKeyValue("reason", text)
        .addKeyValue("waiting", ledger.planned().size())
        .log("could not be reached");
  }

  private void disputed(DeliveryAttempt.KeyDisputed disputed) {
    Optional<QueueEvent> news =
        PeerDecisions.disputed(ledger.planned().peer(), disputed.offered(), clock.millis());
    if (news.isPresent()) {
      ledger.record(news.get());
      services.meter().keyDisputed();
      context
          .getLog()
          .atWarn()
          .addKeyValue("domain", domain.value())
          .log("has another key, its mail waits for the operator");
    }
  }

  private void failHopeless(long nowMs) {
    if (hopeless.isPresent() && ledger.isEmpty()) {
      Hopeless now = hopeless.get();
      Optional<QueueEvent.Failed> failed =
          decisions.hopeless(
              ledger.planned(), now.reason(), now.upToId(), connections::isBusy, nowMs);
      failed.ifPresent(ledger::record);
      boolean more =
          failed.isPresent() && failed.get().failures().size() == QueueDecisions.FAILURES_MAX;
      hopeless = more ? hopeless : Optional.empty();
    }
  }

  /** When there is something to do without being told; empty if never. */
  Optional<Long> nextMs() {
    Optional<Long> leave =
        connections.firstIdleMs().map(since -> since + settings.linger().toMillis());
    if (!mayWork(ledger.planned()) || asked || recording) {
      return leave;
    }
    Optional<Long> due = ledger.planned().nextDueMs(this::isTaken);
    boolean idle = !connections.idle().isEmpty();
    Optional<Long> work = idle ? due : due.map(ms -> Math.max(ms, dialMs()));
    long nowMs = clock.millis();
    return Wakeups.earlier(leave, work.filter(ms -> ms > nowMs));
  }
}
