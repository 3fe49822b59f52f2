package cmtp.node.mailbox;

import cmtp.persistence.mailbox.Account;
import cmtp.persistence.mailbox.AccountDecisions;
import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.BoxSnapshot;
import cmtp.persistence.mailbox.BoxSummary;
import cmtp.persistence.mailbox.Decision;
import cmtp.persistence.mailbox.Departure;
import cmtp.persistence.mailbox.Entry;
import cmtp.persistence.mailbox.FlagChange;
import cmtp.persistence.mailbox.ImportDecisions;
import cmtp.persistence.mailbox.Incoming;
import cmtp.persistence.mailbox.Listing;
import cmtp.persistence.mailbox.MailboxDecisions;
import cmtp.persistence.mailbox.MailboxEvent;
import cmtp.persistence.mailbox.MailboxState;
import cmtp.persistence.mailbox.Refusal;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.Hash;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.JournalPersistFailed;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReplyBuilder;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * One account and its mail, event-sourced; one actor in the whole cluster. Every wish is decided by
 * {@link MailboxDecisions} or {@link AccountDecisions}, persisted, and only then answered: a reply
 * other than {@link Refused} means that it is on stable storage. A failed persist stops the actor,
 * which comes back with backoff; who asked hears nothing and must take the outcome as unknown.
 *
 * <p>Effects after a persist may be lost in a crash, so what must happen is state: content that
 * became garbage is deleted again after recovery.
 */
public final class Mailbox
    extends EventSourcedBehaviorWithEnforcedReplies<Mailbox.Command, MailboxEvent, MailboxState> {
  private static final int WATCHERS_MAX = 64;
  private static final int GARBAGE_BATCH = 1000;
  private static final Duration RESTART_MIN = Duration.ofMillis(500);
  private static final Duration RESTART_MAX = Duration.ofSeconds(10);

  /** What its persistence ids begin with, before the bar. */
  public static final String KIND = "Mailbox";

  /** How long a watcher hears of changes unless it asks again. */
  public static final Duration WATCH_LEASE = Duration.ofSeconds(150);

  public sealed interface Command {}

  /**
   * A command by a client who has proven to be this account's owner: carried out only while the
   * account is active and its key chain is the one of then (SPEC 7.6).
   */
  public record InSession(Bytes epoch, Command command, ActorRef<Reply> replyTo)
      implements Command {}

  /** Would a message of this size be taken? Nothing is stored. */
  public record Check(Optional<MessageId> mid, long sizeBytes, ActorRef<Reply> replyTo)
      implements Command {}

  public record Deliver(Incoming mail, ActorRef<Reply> replyTo) implements Command {}

  public record Append(Incoming message, ActorRef<Reply> replyTo) implements Command {}

  public record GetAccount(ActorRef<Reply> replyTo) implements Command {}

  public record Invite(Bytes codeHash, long expiresMs, ActorRef<Reply> replyTo)
      implements Command {}

  public record Register(Bytes codeHash, Bytes keyRecord, Bytes xzibit, ActorRef<Reply> replyTo)
      implements Command {}

  public record Open(Bytes keyRecord, Bytes xzibit, ActorRef<Reply> replyTo) implements Command {}

  public record Disable(ActorRef<Reply> replyTo) implements Command {}

  public record Enable(ActorRef<Reply> replyTo) implements Command {}

  public record Reset(Bytes keyRecord, Bytes xzibit, ActorRef<Reply> replyTo) implements Command {}

  public record Remove(ActorRef<Reply> replyTo) implements Command {}

  public record ReplaceXzibit(Bytes xzibit, ActorRef<Reply> replyTo) implements Command {}

  /** The caller has checked that the record follows the newest one. */
  public record PutRecord(Bytes keyRecord, ActorRef<Reply> replyTo) implements Command {}

  public record GetBoxes(ActorRef<Reply> replyTo) implements Command {}

  public record ListBox(BoxName box, long since, long known, int limit, ActorRef<Reply> replyTo)
      implements Command {}

  public record Find(BoxName box, long uid, ActorRef<Reply> replyTo) implements Command {}

  public record ChangeFlags(
      BoxName box,
      List<Long> uids,
      FlagChange change,
      Optional<Long> ifModseq,
      ActorRef<Reply> replyTo)
      implements Command {}

  public record Move(BoxName box, List<Long> uids, BoxName target, ActorRef<Reply> replyTo)
      implements Command {}

  public record Copy(BoxName box, List<Long> uids, BoxName target, ActorRef<Reply> replyTo)
      implements Command {}

  public record Delete(BoxName box, List<Long> uids, ActorRef<Reply> replyTo) implements Command {}

  /**
   * Tells {@code watcher}, if its session stands, of boxes that changed after {@code since}, now
   * and for the lease.
   */
  public record Watch(Bytes epoch, long since, ActorRef<WatchReport> watcher) implements Command {}

  public record Unwatch(ActorRef<WatchReport> watcher) implements Command {}

  /** Which of these contents does the mailbox refer to? */
  public record WhichAreHeld(Set<Long> contentIds, ActorRef<Held> replyTo) implements Command {}

  /**
   * Begins an import into an account that there is not; only parts with this token are then taken,
   * and only until the entity leaves memory.
   */
  public record BeginImport(Bytes token, ActorRef<Reply> replyTo) implements Command {}

  public record ImportBox(Bytes token, BoxSnapshot part, ActorRef<Reply> replyTo)
      implements Command {}

  public record ImportDepartures(Bytes token, List<Departure> departures, ActorRef<Reply> replyTo)
      implements Command {}

  /** All parts have come: from now on the account takes mail. */
  public record FinishImport(
      Bytes token, Account account, long modseq, long uidValidity, ActorRef<Reply> replyTo)
      implements Command {}

  private record GarbageDeleted(List<Long> contentIds, boolean done) implements Command {}

  public sealed interface Reply {}

  public record Refused(Refusal refusal) implements Reply {}

  /** The account was disabled, removed or reset since the session began. */
  public enum SessionOver implements Reply {
    INSTANCE
  }

  /** Done, or nothing was to be done. */
  public enum Done implements Reply {
    INSTANCE
  }

  /** Done; the mailbox's modseq is now this. */
  public record DoneAt(long modseq) implements Reply {}

  public record Stored(long uid) implements Reply {}

  /**
   * @param newUids in the order of {@code uids}
   */
  public record Placed(List<Long> uids, List<Long> newUids) implements Reply {}

  public record AccountView(Account account, int messages, long usedBytes) implements Reply {}

  public record BoxesView(List<BoxSummary> boxes) implements Reply {}

  public record ListView(Listing listing) implements Reply {}

  public record Found(Entry entry) implements Reply {}

  public record Held(Set<Long> contentIds) {}

  public sealed interface WatchReport {}

  public record Changed(String box, long modseq) implements WatchReport {}

  /** Nothing is told any more. */
  public enum WatchOver implements WatchReport {
    /** The account was disabled, removed or reset. */
    SESSION_OVER,
    /** The client knows of changes that this mailbox does not. */
    UNKNOWN_MODSEQ,
    TOO_MANY_WATCHERS,
    /** The mailbox stops here, maybe to go on in another process: watch again. */
    STOPPED
  }

  private final ActorContext<Command> context;
  private final Address address;
  private final MailboxSettings settings;
  private final ContentDeletion contents;
  private final MailboxMeter meter;
  private final Clock clock;
  private final Map<ActorRef<WatchReport>, Long> watchers = new HashMap<>();
  private CommandHandlerWithReply<Command, MailboxEvent, MailboxState> handler;
  private Bytes importing = Bytes.EMPTY;

  public static Behavior<Command> create(
      Address address,
      MailboxSettings settings,
      ContentDeletion contents,
      MailboxMeter meter,
      Clock clock) {
    return Behaviors.setup(
        context -> new Mailbox(context, address, settings, contents, meter, clock));
  }

  private Mailbox(
      ActorContext<Command> context,
      Address address,
      MailboxSettings settings,
      ContentDeletion contents,
      MailboxMeter meter,
      Clock clock) {
    super(
        persistenceId(address),
        SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2));
    this.context = context;
    this.address = address;
    this.settings = settings;
    this.contents = contents;
    this.meter = meter;
    this.clock = clock;
  }

  public static PersistenceId persistenceId(Address address) {
    return PersistenceId.of(KIND, address.toString());
  }

  @Override
  public MailboxState emptyState() {
    return MailboxState.EMPTY;
  }

  @Override
  public EventHandler<MailboxState, MailboxEvent> eventHandler() {
    return MailboxState::apply;
  }

  @Override
  public boolean shouldSnapshot(MailboxState state, MailboxEvent event, long sequenceNr) {
    return state.isSnapshotDue(sequenceNr);
  }

  @Override
  public SignalHandler<MailboxState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::collectGarbage)
        .onSignal(JournalPersistFailed.class, (state, failed) -> meter.persistFailed())
        .onSignal(PostStop.instance(), state -> endWatches(WatchOver.STOPPED))
        .build();
  }

  @Override
  public CommandHandlerWithReply<Command, MailboxEvent, MailboxState> commandHandler() {
    CommandHandlerWithReplyBuilder<Command, MailboxEvent, MailboxState> builder =
        newCommandHandlerWithReplyBuilder();
    builder
        .forAnyState()
        .onCommand(InSession.class, this::onInSession)
        .onCommand(Check.class, this::onCheck)
        .onCommand(Deliver.class, this::onDeliver)
        .onCommand(Append.class, this::onAppend)
        .onCommand(GetAccount.class, this::onGetAccount)
        .onCommand(Invite.class, this::onInvite)
        .onCommand(Register.class, this::onRegister)
        .onCommand(Open.class, this::onOpen)
        .onCommand(Disable.class, this::onDisable)
        .onCommand(Enable.class, this::onEnable)
        .onCommand(Reset.class, this::onReset)
        .onCommand(Remove.class, this::onRemove)
        .onCommand(ReplaceXzibit.class, this::onReplaceXzibit)
        .onCommand(PutRecord.class, this::onPutRecord)
        .onCommand(GetBoxes.class, this::onGetBoxes)
        .onCommand(ListBox.class, this::onListBox)
        .onCommand(Find.class, this::onFind)
        .onCommand(ChangeFlags.class, this::onChangeFlags)
        .onCommand(Move.class, this::onMove)
        .onCommand(Copy.class, this::onCopy)
        .onCommand(Delete.class, this::onDelete)
        .onCommand(Watch.class, this::onWatch)
        .onCommand(Unwatch.class, this::onUnwatch)
        .onCommand(WhichAreHeld.class, this::onWhichAreHeld)
        .onCommand(BeginImport.class, this::onBeginImport)
        .onCommand(ImportBox.class, this::onImportBox)
        .onCommand(ImportDepartures.class, this::onImportDepartures)
        .onCommand(FinishImport.class, this::onFinishImport)
        .onCommand(GarbageDeleted.class, this::onGarbageDeleted);
    handler = builder.build();
    return handler;
  }

  private ReplyEffect<MailboxEvent, MailboxState> onInSession(
      MailboxState state, InSession command) {
    return stands(state, command.epoch())
        ? handler.apply(state, command.command())
        : Effect().reply(command.replyTo(), SessionOver.INSTANCE);
  }

  private static boolean stands(MailboxState state, Bytes epoch) {
    return state.account().isActive() && epochOf(state.account()).equals(epoch);
  }

  /**
   * What changes when an account is reset, opened anew, or disabled for however short a while, and
   * not when its key is replaced.
   */
  public static Bytes epochOf(Account account) {
    List<Bytes> chain = account.records();
    return chain.isEmpty()
        ? Bytes.EMPTY
        : Hash.of(chain.get(chain.size() - 1), Bytes.utf8(Long.toString(account.statusSinceMs())));
  }

  private ReplyEffect<MailboxEvent, MailboxState> onCheck(MailboxState state, Check command) {
    Reply reply = Done.INSTANCE;
    Optional<MessageId> mid = command.mid();
    if (!state.account().isActive()) {
      reply = new Refused(refusalOf(state));
    } else if (mid.isPresent() && state.isDuplicate(mid.get(), clock.millis())) {
      reply = new Refused(Refusal.DUPLICATE);
    } else if (command.sizeBytes() > settings.quotaBytes() - state.usedBytes()) {
      reply = new Refused(Refusal.OVER_QUOTA);
    }
    return Effect().reply(command.replyTo(), reply);
  }

  private static Refusal refusalOf(MailboxState state) {
    return switch (state.account().status()) {
      case DISABLED -> Refusal.DISABLED;
      default -> Refusal.NO_ACCOUNT;
    };
  }

  private ReplyEffect<MailboxEvent, MailboxState> onDeliver(MailboxState state, Deliver command) {
    Decision decision =
        MailboxDecisions.deliver(state, command.mail(), settings.quotaBytes(), clock.millis());
    return stored(decision, command.mail(), command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> onAppend(MailboxState state, Append command) {
    Decision decision =
        MailboxDecisions.append(state, command.message(), settings.quotaBytes(), clock.millis());
    return stored(decision, command.message(), command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> stored(
      Decision decision, Incoming mail, ActorRef<Reply> replyTo) {
    return decided(
        decision,
        replyTo,
        after -> new Stored(after.box(mail.box()).map(box -> box.nextUid() - 1).orElse(0L)));
  }

  private ReplyEffect<MailboxEvent, MailboxState> onGetAccount(
      MailboxState state, GetAccount command) {
    return Effect()
        .reply(
            command.replyTo(),
            new AccountView(state.account(), state.entryCount(), state.usedBytes()));
  }

  private ReplyEffect<MailboxEvent, MailboxState> onInvite(MailboxState state, Invite command) {
    return done(
        AccountDecisions.invite(state, command.codeHash(), command.expiresMs(), clock.millis()),
        command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> onRegister(MailboxState state, Register command) {
    return done(
        AccountDecisions.register(
            state, command.codeHash(), command.keyRecord(), command.xzibit(), clock.millis()),
        command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> onOpen(MailboxState state, Open command) {
    return done(
        AccountDecisions.open(state, command.keyRecord(), command.xzibit(), clock.millis()),
        command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> onDisable(MailboxState state, Disable command) {
    return done(AccountDecisions.disable(state, clock.millis()), command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> onEnable(MailboxState state, Enable command) {
    return done(AccountDecisions.enable(state, clock.millis()), command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> onReset(MailboxState state, Reset command) {
    return done(
        AccountDecisions.reset(state, command.keyRecord(), command.xzibit(), clock.millis()),
        command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> onRemove(MailboxState state, Remove command) {
    return done(AccountDecisions.remove(state, clock.millis()), command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> onReplaceXzibit(
      MailboxState state, ReplaceXzibit command) {
    return done(
        AccountDecisions.replaceXzibit(state, command.xzibit(), clock.millis()), command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> onPutRecord(
      MailboxState state, PutRecord command) {
    return done(
        AccountDecisions.putRecord(state, command.keyRecord(), clock.millis()), command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> onGetBoxes(MailboxState state, GetBoxes command) {
    return Effect().reply(command.replyTo(), new BoxesView(state.boxes()));
  }

  private ReplyEffect<MailboxEvent, MailboxState> onListBox(MailboxState state, ListBox command) {
    Reply reply =
        state
            .list(command.box(), command.since(), command.known(), command.limit())
            .<Reply>map(listing -> new ListView(ListingBounds.cut(listing)))
            .orElse(new Refused(Refusal.NOT_FOUND));
    return Effect().reply(command.replyTo(), reply);
  }

  private ReplyEffect<MailboxEvent, MailboxState> onFind(MailboxState state, Find command) {
    Reply reply =
        state
            .entry(command.box(), command.uid())
            .<Reply>map(Found::new)
            .orElse(new Refused(Refusal.NOT_FOUND));
    return Effect().reply(command.replyTo(), reply);
  }

  private ReplyEffect<MailboxEvent, MailboxState> onChangeFlags(
      MailboxState state, ChangeFlags command) {
    OptionalLong ifModseq = command.ifModseq().map(OptionalLong::of).orElse(OptionalLong.empty());
    Decision decision =
        MailboxDecisions.changeFlags(
            state, command.box(), command.uids(), command.change(), ifModseq, clock.millis());
    return decided(decision, command.replyTo(), after -> new DoneAt(after.modseq()));
  }

  private ReplyEffect<MailboxEvent, MailboxState> onMove(MailboxState state, Move command) {
    return placed(
        MailboxDecisions.move(
            state, command.box(), command.uids(), command.target(), clock.millis()),
        command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> onCopy(MailboxState state, Copy command) {
    return placed(
        MailboxDecisions.copy(
            state, command.box(), command.uids(), command.target(), clock.millis()),
        command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> placed(
      Decision decision, ActorRef<Reply> replyTo) {
    return decided(decision, replyTo, after -> placement(decision));
  }

  private static Reply placement(Decision decision) {
    MailboxEvent event = ((Decision.Accepted) decision).events().get(0);
    if (event instanceof MailboxEvent.Moved moved) {
      return new Placed(moved.uids(), consecutive(moved.firstUid(), moved.uids().size()));
    }
    MailboxEvent.Copied copied = (MailboxEvent.Copied) event;
    return new Placed(copied.uids(), consecutive(copied.firstUid(), copied.uids().size()));
  }

  private static List<Long> consecutive(long first, int count) {
    return java.util.stream.LongStream.range(first, first + count).boxed().toList();
  }

  private ReplyEffect<MailboxEvent, MailboxState> onDelete(MailboxState state, Delete command) {
    return decided(
        MailboxDecisions.delete(state, command.box(), command.uids(), clock.millis()),
        command.replyTo(),
        after -> new DoneAt(after.modseq()));
  }

  private ReplyEffect<MailboxEvent, MailboxState> onWatch(MailboxState state, Watch command) {
    long now = clock.millis();
    watchers.values().removeIf(until -> until < now);
    Optional<WatchOver> refusal = whyNotWatched(state, command);
    if (refusal.isPresent()) {
      watchers.remove(command.watcher());
      command.watcher().tell(refusal.get());
      return Effect().noReply();
    }
    watchers.put(command.watcher(), now + WATCH_LEASE.toMillis());
    for (BoxSummary box : state.boxes()) {
      if (box.modseq() > command.since()) {
        command.watcher().tell(new Changed(box.name().value(), box.modseq()));
      }
    }
    return Effect().noReply();
  }

  private Optional<WatchOver> whyNotWatched(MailboxState state, Watch command) {
    if (!stands(state, command.epoch())) {
      return Optional.of(WatchOver.SESSION_OVER);
    }
    if (command.since() > state.modseq()) {
      return Optional.of(WatchOver.UNKNOWN_MODSEQ);
    }
    boolean room = watchers.size() < WATCHERS_MAX || watchers.containsKey(command.watcher());
    return room ? Optional.empty() : Optional.of(WatchOver.TOO_MANY_WATCHERS);
  }

  private ReplyEffect<MailboxEvent, MailboxState> onUnwatch(MailboxState state, Unwatch command) {
    watchers.remove(command.watcher());
    return Effect().noReply();
  }

  private ReplyEffect<MailboxEvent, MailboxState> onWhichAreHeld(
      MailboxState state, WhichAreHeld command) {
    return Effect().reply(command.replyTo(), new Held(state.heldOf(command.contentIds())));
  }

  private ReplyEffect<MailboxEvent, MailboxState> onBeginImport(
      MailboxState state, BeginImport command) {
    Decision decision = ImportDecisions.begin(state, clock.millis());
    if (decision instanceof Decision.Accepted) {
      importing = command.token();
    }
    return done(decision, command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> onImportBox(
      MailboxState state, ImportBox command) {
    return imported(
        command.token(),
        ImportDecisions.box(state, command.part(), clock.millis()),
        command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> onImportDepartures(
      MailboxState state, ImportDepartures command) {
    return imported(
        command.token(),
        ImportDecisions.departures(state, command.departures(), clock.millis()),
        command.replyTo());
  }

  private ReplyEffect<MailboxEvent, MailboxState> onFinishImport(
      MailboxState state, FinishImport command) {
    return imported(
        command.token(),
        ImportDecisions.finish(
            state, command.account(), command.modseq(), command.uidValidity(), clock.millis()),
        command.replyTo());
  }

  /** Parts of another import than the last one begun must not come between its own. */
  private ReplyEffect<MailboxEvent, MailboxState> imported(
      Bytes token, Decision decision, ActorRef<Reply> replyTo) {
    return token.equals(importing)
        ? done(decision, replyTo)
        : Effect().reply(replyTo, new Refused(Refusal.NOT_FOUND));
  }

  private ReplyEffect<MailboxEvent, MailboxState> onGarbageDeleted(
      MailboxState state, GarbageDeleted command) {
    if (!command.done()) {
      return Effect().noReply(); // again after the next deletion, or the next recovery
    }
    Decision decision = MailboxDecisions.dropped(state, command.contentIds(), clock.millis());
    return Effect()
        .persist(((Decision.Accepted) decision).events())
        .thenRun(this::collectGarbage)
        .thenNoReply();
  }

  private ReplyEffect<MailboxEvent, MailboxState> done(Decision decision, ActorRef<Reply> replyTo) {
    return decided(decision, replyTo, after -> Done.INSTANCE);
  }

  private ReplyEffect<MailboxEvent, MailboxState> decided(
      Decision decision, ActorRef<Reply> replyTo, Function<MailboxState, Reply> reply) {
    if (decision instanceof Decision.Refused refused) {
      return Effect().reply(replyTo, new Refused(refused.refusal()));
    }
    List<MailboxEvent> events = ((Decision.Accepted) decision).events();
    if (events.isEmpty()) {
      return Effect().none().thenReply(replyTo, reply::apply);
    }
    long decidedMs = clock.millis();
    return Effect()
        .persist(events)
        .thenRun(after -> afterPersist(after, events, decidedMs))
        .thenReply(replyTo, reply::apply);
  }

  private void afterPersist(MailboxState after, List<MailboxEvent> events, long decidedMs) {
    meter.persisted(Math.max(0, clock.millis() - decidedMs));
    if (!watchers.isEmpty()) {
      long now = clock.millis();
      events.forEach(event -> tellWatchers(after, event, now));
      if (events.stream().anyMatch(Mailbox::endsSessions)) {
        endWatches(WatchOver.SESSION_OVER);
      }
    }
    if (after.hasGarbage()) {
      collectGarbage(after);
    }
  }

  private void endWatches(WatchOver why) {
    watchers.keySet().forEach(watcher -> watcher.tell(why));
    watchers.clear();
  }

  private static boolean endsSessions(MailboxEvent event) {
    return event instanceof MailboxEvent.AccountDisabled
        || event instanceof MailboxEvent.AccountRemoved
        || event instanceof MailboxEvent.AccountReset;
  }

  private void tellWatchers(MailboxState after, MailboxEvent event, long now) {
    for (BoxName box : BoxesTouched.by(event)) {
      long modseq = after.box(box).map(BoxSummary::modseq).orElse(0L);
      watchers.forEach(
          (watcher, until) -> {
            if (until >= now) {
              watcher.tell(new Changed(box.value(), modseq));
            }
          });
    }
  }

  private void collectGarbage(MailboxState state) {
    List<Long> garbage = state.garbage().stream().limit(GARBAGE_BATCH).toList();
    if (garbage.isEmpty()) {
      return;
    }
    ActorRef<Command> self = context.getSelf();
    contents
        .delete(garbage)
        .whenComplete((ok, failure) -> self.tell(new GarbageDeleted(garbage, failure == null)));
    context.getLog().debug("{}: deleting {} contents", address, garbage.size());
  }
}
