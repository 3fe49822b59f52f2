package cmtp.node.delivery;

import cmtp.node.delivery.RemoteDomain.Command;
import cmtp.node.mailbox.Mailbox;
import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueueState;
import cmtp.persistence.trace.TraceEntry;
import cmtp.protocol.address.DomainName;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.typed.JournalPersistFailed;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReplyBuilder;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actor behind {@link RemoteDomain}. Handlers decide upon what is planned and record it in the
 * {@link Ledger}; a Flush that the first of them sends stores all of it at once, and then replies
 * go out. So whatever comes while one persist is under way is in the next one.
 *
 * <p>A failed persist leaves the outcome unknown: the actor comes back with back-off, and who asked
 * hears nothing. Everything in memory (connections, what is in flight, reports under way) starts
 * anew after a recovery; what must happen is state, and {@link #step} does what is pending.
 */
final class DomainQueue
    extends EventSourcedBehaviorWithEnforcedReplies<Command, QueueEvent, QueueState> {
  private static final Logger LOG = LoggerFactory.getLogger(DomainQueue.class);
  private static final Duration RESTART_MIN = Duration.ofMillis(500);
  private static final Duration RESTART_MAX = Duration.ofSeconds(20);
  private static final int EVENTS_PER_SNAPSHOT = 2000;
  private static final int SNAPSHOTS_KEPT = 2;
  private static final int NOTES_BATCH = 1000;

  /** A clock that was set is noticed this late. */
  private static final long TICK_MS_MAX = Duration.ofHours(1).toMillis();

  private enum Flush implements RemoteDomain.Internal {
    INSTANCE
  }

  private enum Tick implements RemoteDomain.Internal {
    INSTANCE
  }

  record GateAnswered(OutboundGate.Answer answer) implements RemoteDomain.Internal {}

  record Progressed(DeliveryAttempt.Progress progress) implements RemoteDomain.Internal {}

  record AttemptGone(ActorRef<DeliveryAttempt.Command> attempt) implements RemoteDomain.Internal {}

  record AccountAnswered(Reports.Job job, Optional<Mailbox.Reply> reply)
      implements RemoteDomain.Internal {}

  record ReportWritten(Reports.Job job, Optional<Long> contentId)
      implements RemoteDomain.Internal {}

  record ReportAnswered(Reports.Job job, long contentId, Optional<Mailbox.Reply> reply)
      implements RemoteDomain.Internal {}

  record GarbageDeleted(List<Long> contentIds, boolean done) implements RemoteDomain.Internal {}

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final DomainName domain;
  private final DeliveryServices services;
  private final DeliverySettings settings;
  private final Clock clock;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final Runnable restart;
  private final QueueDecisions decisions;
  private final QueueViews views;
  private final Ledger ledger;
  private final Fates fates;
  private Dispatch dispatch;
  private Reports reports;
  private Garbage garbage;
  private Presence presence;
  private long expiryLookedMs;
  private long lastWokenMs;
  private long armedMs;

  DomainQueue(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      DomainName domain,
      DeliveryServices services,
      ActorRef<ClusterSharding.ShardCommand> shard,
      Runnable restart) {
    super(
        RemoteDomain.persistenceId(domain),
        SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2));
    this.context = context;
    this.timers = timers;
    this.domain = domain;
    this.services = services;
    this.settings = services.settings();
    this.clock = services.clock();
    this.shard = shard;
    this.restart = restart;
    this.decisions = new QueueDecisions(settings, services::chance);
    this.views = new QueueViews(domain);
    this.fates = new Fates(domain, services.meter());
    this.ledger = new Ledger(domain, () -> context.getSelf().tell(Flush.INSTANCE));
  }

  @Override
  public QueueState emptyState() {
    return QueueState.EMPTY;
  }

  @Override
  public EventHandler<QueueState, QueueEvent> eventHandler() {
    return QueueState::apply;
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, SNAPSHOTS_KEPT)
        .withDeleteEventsOnSnapshot();
  }

  @Override
  public SignalHandler<QueueState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::onRecovered)
        .onSignal(JournalPersistFailed.class, (s, failed) -> services.meter().persistFailed())
        .build();
  }

  @Override
  public CommandHandlerWithReply<Command, QueueEvent, QueueState> commandHandler() {
    CommandHandlerWithReplyBuilder<Command, QueueEvent, QueueState> builder =
        newCommandHandlerWithReplyBuilder();
    builder
        .forAnyState()
        .onCommand(RemoteDomain.Enqueue.class, (s, c) -> handled(c, this::onEnqueue))
        .onCommand(RemoteDomain.TakeBack.class, (s, c) -> handled(c, this::onTakeBack))
        .onCommand(RemoteDomain.Check.class, (s, c) -> handled(c, this::onCheck))
        .onCommand(RemoteDomain.WhichAreHeld.class, (s, c) -> handled(c, this::onWhichAreHeld))
        .onCommand(RemoteDomain.GetPeer.class, (s, c) -> handled(c, this::onGetPeer))
        .onCommand(RemoteDomain.GetSummary.class, (s, c) -> handled(c, this::onGetSummary))
        .onCommand(RemoteDomain.ListMail.class, (s, c) -> handled(c, this::onListMail))
        .onCommand(RemoteDomain.FindMail.class, (s, c) -> handled(c, this::onFindMail))
        .onCommand(RemoteDomain.PeerMet.class, (s, c) -> stepped(c, this::onPeerMet))
        .onCommand(RemoteDomain.PeerDisputed.class, (s, c) -> stepped(c, this::onPeerDisputed))
        .onCommand(RemoteDomain.Contact.class, (s, c) -> stepped(c, this::onContact))
        .onCommand(RemoteDomain.Intervention.class, (s, c) -> stepped(c, this::onIntervention))
        .onCommand(GateAnswered.class, (s, c) -> stepped(c, m -> dispatch.answered(m.answer())))
        .onCommand(Progressed.class, (s, c) -> stepped(c, m -> dispatch.progressed(m.progress())))
        .onCommand(AttemptGone.class, (s, c) -> stepped(c, m -> dispatch.gone(m.attempt())))
        .onCommand(AccountAnswered.class, (s, c) -> stepped(c, this::onAccountAnswered))
        .onCommand(ReportWritten.class, (s, c) -> stepped(c, this::onReportWritten))
        .onCommand(ReportAnswered.class, (s, c) -> stepped(c, this::onReportAnswered))
        .onCommand(GarbageDeleted.class, (s, c) -> stepped(c, this::onGarbageDeleted))
        .onCommand(Tick.class, (s, c) -> stepped(c, this::onTick))
        .onCommand(Flush.class, (s, c) -> flush())
        .onCommand(RemoteDomain.Start.class, (s, c) -> Effect().noReply())
        .onCommand(RemoteDomain.Stop.class, (s, c) -> onStop());
    return builder.build();
  }

  private <C> ReplyEffect<QueueEvent, QueueState> handled(C command, Consumer<C> handler) {
    handler.accept(command);
    return ledger.isFull() ? flush() : Effect().noReply();
  }

  private <C> ReplyEffect<QueueEvent, QueueState> stepped(C command, Consumer<C> handler) {
    handler.accept(command);
    step();
    return ledger.isFull() ? flush() : Effect().noReply();
  }

  private ReplyEffect<QueueEvent, QueueState> flush() {
    if (ledger.isEmpty()) {
      return Effect().noReply();
    }
    Ledger.Entry entry = ledger.take();
    long decidedMs = clock.millis();
    return Effect()
        .persist(entry.events())
        .thenRun((QueueState after) -> onStored(after, entry, decidedMs))
        .thenNoReply();
  }

  private void onStored(QueueState after, Ledger.Entry entry, long decidedMs) {
    services.meter().persisted(Math.max(0, clock.millis() - decidedMs));
    ledger.stored(after);
    note(entry.notes());
    entry.runThen();
    step();
  }

  /** For people only, so nobody waits for it. */
  private void note(List<TraceEntry> notes) {
    notes.forEach(fates::tell);
    for (int from = 0; from < notes.size(); from += NOTES_BATCH) {
      services
          .trace()
          .note(List.copyOf(notes.subList(from, Math.min(notes.size(), from + NOTES_BATCH))))
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  LOG.debug("{}: not traced: {}", domain, failure.toString());
                }
              });
    }
  }

  private void onRecovered(QueueState state) {
    timers.cancelAll();
    ledger.restart(state);
    dispatch = new Dispatch(context, domain, services, ledger, decisions, fates);
    reports = new Reports(context, services, ledger, decisions, dispatch::isBusy);
    garbage = new Garbage(context.getSelf(), services.contents(), ledger);
    presence = new Presence(domain, services, context.getSelf());
    expiryLookedMs = 0;
    armedMs = 0;
    step();
  }

  /** Does all that can be done now, and sets the one timer for what comes later. */
  private void step() {
    long nowMs = clock.millis();
    expire(nowMs);
    dispatch.step(nowMs);
    reports.step(nowMs);
    garbage.step(nowMs);
    presence.step(ledger.planned(), dispatch.isQuiet(), dispatch.connections() > 0, nowMs);
    arm(nowMs);
  }

  private void expire(long nowMs) {
    if (expiryMs().filter(ms -> ms <= nowMs).isPresent() && ledger.isEmpty()) {
      Optional<QueueEvent.Failed> expired =
          decisions.expired(ledger.planned(), dispatch::isBusy, nowMs);
      expired.ifPresent(ledger::record);
      boolean more =
          expired.isPresent() && expired.get().failures().size() == QueueDecisions.FAILURES_MAX;
      expiryLookedMs = more ? 0 : nowMs;
    }
  }

  /** When to look for messages too old: those at the front may be held back, or busy. */
  private Optional<Long> expiryMs() {
    return ledger
        .planned()
        .oldest()
        .map(oldest -> settings.retry().expiresMs(oldest.mail().acceptedMs()))
        .map(ms -> DispatchRules.expiryLookMs(ms, expiryLookedMs));
  }

  private void arm(long nowMs) {
    Optional<Long> work =
        Wakeups.earlier(expiryMs(), Wakeups.earlier(dispatch.nextMs(), reports.nextMs()));
    Optional<Long> rest = Wakeups.earlier(garbage.nextMs(), presence.restedMs());
    long atMs = Wakeups.earlier(work, rest).orElse(Long.MAX_VALUE);
    long tickMs = Math.min(atMs, nowMs + TICK_MS_MAX);
    if (tickMs != armedMs && !(armedMs > nowMs && armedMs < tickMs)) {
      armedMs = tickMs;
      timers.startSingleTimer(
          Tick.INSTANCE, Tick.INSTANCE, Duration.ofMillis(Math.max(0, tickMs - nowMs)));
    }
  }

  private void onTick(Tick tick) {
    armedMs = 0;
    long nowMs = clock.millis();
    if (presence.restedMs().filter(ms -> ms <= nowMs).isPresent()) {
      presence.askedToLeave(nowMs);
      shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
  }

  /** The shard forgets who stops while it is told to; so with work left, it is told to start. */
  private ReplyEffect<QueueEvent, QueueState> onStop() {
    if (ledger.planned().hasWork()) {
      restart.run();
    }
    presence.leaves();
    Ledger.Entry entry = ledger.take();
    return Effect()
        .persist(entry.events())
        .thenRun(
            (QueueState after) -> {
              note(entry.notes());
              entry.runThen();
            })
        .thenStop()
        .thenNoReply();
  }

  private void onCheck(RemoteDomain.Check command) {
    RemoteDomain.Reply reply =
        decisions
            .whyNot(ledger.planned(), command.mid(), command.sizeBytes(), clock.millis())
            .orElse(RemoteDomain.Queued.INSTANCE);
    ledger.then(() -> command.replyTo().tell(reply));
  }

  private void onEnqueue(RemoteDomain.Enqueue command) {
    long nowMs = clock.millis();
    RemoteDomain.NewMail mail = command.mail();
    Optional<RemoteDomain.Reply> refusal =
        decisions.whyNot(ledger.planned(), Optional.of(mail.mid()), mail.sections().size(), nowMs);
    if (refusal.isEmpty()) {
      ledger.record(decisions.queued(ledger.planned(), mail, nowMs));
    }
    RemoteDomain.Reply reply = refusal.orElse(RemoteDomain.Queued.INSTANCE);
    ledger.then(() -> command.replyTo().tell(reply));
  }

  private void onTakeBack(RemoteDomain.TakeBack command) {
    QueueState state = ledger.planned();
    Optional<RemoteDomain.Reply> known = decisions.whyNotTakenBack(state, command.mail().mid());
    if (known.isEmpty()) {
      ledger.record(decisions.takenBack(state, command.mail(), clock.millis()));
    }
    RemoteDomain.Reply reply = known.orElse(RemoteDomain.Queued.INSTANCE);
    ledger.then(() -> command.replyTo().tell(reply));
  }

  private void onWhichAreHeld(RemoteDomain.WhichAreHeld command) {
    Set<Long> held = new HashSet<>(ledger.planned().heldOf(command.contentIds()));
    ledger.then(() -> command.replyTo().tell(new RemoteDomain.Held(held)));
  }

  private void onGetPeer(RemoteDomain.GetPeer command) {
    command.replyTo().tell(ledger.stored().peer());
  }

  private void onGetSummary(RemoteDomain.GetSummary command) {
    command
        .replyTo()
        .tell(
            views.summary(
                ledger.stored(), dispatch.connections(), dispatch.window(), clock.millis()));
  }

  private void onListMail(RemoteDomain.ListMail command) {
    command.replyTo().tell(views.list(ledger.stored(), command, dispatch::isBusy));
  }

  private void onFindMail(RemoteDomain.FindMail command) {
    command.replyTo().tell(views.find(ledger.stored(), command, dispatch::isBusy));
  }

  private void onPeerMet(RemoteDomain.PeerMet command) {
    boolean pinned = ledger.planned().peer().isPinned();
    Optional<QueueEvent> news =
        PeerDecisions.met(
            ledger.planned().peer(), command.key(), command.origin(), command.x1(), clock.millis());
    boolean changed = pinned && !ledger.planned().peer().key().equals(command.key());
    news.ifPresent(ledger::record);
    if (changed && news.orElse(null) instanceof QueueEvent.PeerPinned) {
      dispatch.keyChanged();
    }
  }

  private void onPeerDisputed(RemoteDomain.PeerDisputed command) {
    PeerDecisions.disputed(ledger.planned().peer(), command.offered(), clock.millis())
        .ifPresent(
            news -> {
              ledger.record(news);
              services.meter().keyDisputed();
            });
  }

  private void onContact(RemoteDomain.Contact command) {
    long nowMs = clock.millis();
    Optional<QueueEvent> woken =
        decisions.contacted(ledger.planned(), command.key(), Dispatch::mayWork, lastWokenMs, nowMs);
    if (woken.isPresent() && dispatch.isQuiet()) {
      lastWokenMs = nowMs;
      dispatch.woken();
      ledger.record(woken.get());
    }
  }

  private void onIntervention(RemoteDomain.Intervention command) {
    Interventions.Change change =
        Interventions.decide(ledger.planned(), command, dispatch::isBusy, clock.millis());
    if (command instanceof RemoteDomain.Trust trust
        && !ledger.planned().peer().key().equals(trust.key())) {
      dispatch.keyChanged();
    }
    if (change.events().stream().anyMatch(event -> event instanceof QueueEvent.Woken)) {
      dispatch.woken();
    }
    ledger.record(change.events());
    ledger.then(() -> command.replyTo().tell(new RemoteDomain.Changed(change.count())));
  }

  private void onAccountAnswered(AccountAnswered message) {
    reports.accountAnswered(message, clock.millis());
  }

  private void onReportWritten(ReportWritten message) {
    reports.written(message, clock.millis());
  }

  private void onReportAnswered(ReportAnswered message) {
    reports.answered(message, clock.millis());
  }

  private void onGarbageDeleted(GarbageDeleted message) {
    garbage.deleted(message, clock.millis());
  }
}
