package cmtp.node.delivery;

import cmtp.node.delivery.QueueBoard.Command;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** The actor behind {@link QueueBoard}. */
final class QueueBoards extends AbstractBehavior<Command> {
  private static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "queue-board");

  /** For the queues of one process, and longer for the boards that ask theirs. */
  private static final Duration QUEUES_PATIENCE = Duration.ofSeconds(5);

  private static final Duration BOARDS_PATIENCE = Duration.ofSeconds(8);

  private final WaitingDomainSet waiting;
  private final TimerScheduler<Command> timers;
  private final Map<DomainName, ActorRef<RemoteDomain.Command>> queues =
      new TreeMap<>(Comparator.comparing(DomainName::value));
  private final Set<ActorRef<Command>> others = new HashSet<>();
  private boolean allReachable = true;
  private Bytes told = Bytes.EMPTY;
  private int silentFor;

  QueueBoards(
      ActorContext<Command> context, TimerScheduler<Command> timers, WaitingDomainSet waiting) {
    super(context);
    this.waiting = waiting;
    this.timers = timers;
  }

  /** Finds the boards of the other processes, and is found by them. */
  QueueBoards amongOthers() {
    ActorRef<Receptionist.Command> receptionist = getContext().getSystem().receptionist();
    receptionist.tell(Receptionist.register(KEY, getContext().getSelf()));
    receptionist.tell(
        Receptionist.subscribe(
            KEY, getContext().messageAdapter(Receptionist.Listing.class, QueueBoards::boards)));
    timers.startTimerWithFixedDelay(QueueBoard.Tell.INSTANCE, QueueBoard.NEWS);
    return this;
  }

  private static Command boards(Receptionist.Listing listing) {
    Set<ActorRef<Command>> reachable = listing.getServiceInstances(KEY);
    return new QueueBoard.Boards(
        List.copyOf(reachable), reachable.size() == listing.getAllServiceInstances(KEY).size());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(QueueBoard.Working.class, this::onWorking)
        .onMessage(QueueBoard.Resting.class, message -> forget(message.domain()))
        .onMessage(QueueBoard.Gone.class, this::onGone)
        .onMessage(QueueBoard.Boards.class, this::onBoards)
        .onMessageEquals(QueueBoard.Tell.INSTANCE, this::onTell)
        .onMessage(QueueBoard.WaitingHere.class, this::onWaitingHere)
        .onMessage(QueueBoard.GetSummaries.class, this::onGetSummaries)
        .onMessage(QueueBoard.GetOwnSummaries.class, this::onGetOwnSummaries)
        .onMessage(QueueBoard.GatherMail.class, this::onGatherMail)
        .onMessage(QueueBoard.GatherOwnMail.class, this::onGatherOwnMail)
        .onMessage(QueueBoard.FindMail.class, this::onFindMail)
        .onMessage(QueueBoard.FindOwnMail.class, this::onFindOwnMail)
        .build();
  }

  private Behavior<Command> onWorking(QueueBoard.Working message) {
    ActorRef<RemoteDomain.Command> before = queues.put(message.domain(), message.queue());
    if (!message.queue().equals(before)) {
      Optional.ofNullable(before).ifPresent(getContext()::unwatch);
      getContext()
          .watchWith(message.queue(), new QueueBoard.Gone(message.domain(), message.queue()));
    }
    return this;
  }

  private Behavior<Command> forget(DomainName domain) {
    Optional.ofNullable(queues.remove(domain)).ifPresent(getContext()::unwatch);
    return this;
  }

  /** A queue that was cut off did not say that it waits no more. */
  private Behavior<Command> onGone(QueueBoard.Gone message) {
    if (queues.remove(message.domain(), message.queue())) {
      waiting.set(message.domain(), false);
    }
    return this;
  }

  private Behavior<Command> onBoards(QueueBoard.Boards message) {
    others.clear();
    others.addAll(message.boards());
    others.remove(getContext().getSelf());
    allReachable = message.complete();
    waiting.keepElsewhere(others);
    told = Bytes.EMPTY; // whoever is new is told with the next tick
    silentFor = QueueBoard.NEWS_ANYWAY;
    return this;
  }

  private Behavior<Command> onTell() {
    if (others.isEmpty()) {
      return this;
    }
    Bytes digest = waiting.digest();
    silentFor++;
    if (silentFor >= QueueBoard.NEWS_ANYWAY || !digest.equals(told)) {
      silentFor = 0;
      told = digest;
      Command news = new QueueBoard.WaitingHere(getContext().getSelf(), digest);
      others.forEach(board -> board.tell(news));
    }
    return this;
  }

  /** Of a board that is not known yet, or any more, it is heard again if it stays. */
  private Behavior<Command> onWaitingHere(QueueBoard.WaitingHere message) {
    if (others.contains(message.board())) {
      waiting.elsewhere(message.board(), DomainDigest.of(message.digest()));
    }
    return this;
  }

  private Behavior<Command> onGetSummaries(QueueBoard.GetSummaries message) {
    return fromBoards(summaries(QueueBoard.GetOwnSummaries::new, message.replyTo()));
  }

  private Behavior<Command> onGetOwnSummaries(QueueBoard.GetOwnSummaries message) {
    return fromQueues(
        new Gathering.Plan<>(
            RemoteDomain.Summary.class,
            RemoteDomain.GetSummary::new,
            summary -> new Gathering.Part<>(List.of(summary), false),
            Rows.SUMMARIES,
            QueueBoard.ROWS_MAX,
            (rows, complete) -> message.replyTo().tell(new QueueBoard.Summaries(rows, complete))));
  }

  private Gathering.Plan<Command, QueueBoard.Summaries, RemoteDomain.Summary> summaries(
      Function<ActorRef<QueueBoard.Summaries>, Command> question,
      ActorRef<QueueBoard.Summaries> replyTo) {
    boolean all = allReachable;
    return new Gathering.Plan<>(
        QueueBoard.Summaries.class,
        question,
        found -> new Gathering.Part<>(found.summaries(), !found.complete()),
        Rows.SUMMARIES,
        QueueBoard.ROWS_MAX,
        (rows, complete) -> replyTo.tell(new QueueBoard.Summaries(rows, all && complete)));
  }

  private Behavior<Command> onGatherMail(QueueBoard.GatherMail message) {
    int limit = limit(message.limit());
    return fromBoards(
        mails(
            replyTo -> new QueueBoard.GatherOwnMail(message.source(), limit, replyTo),
            limit,
            message.replyTo()));
  }

  private Behavior<Command> onFindMail(QueueBoard.FindMail message) {
    return fromBoards(
        mails(
            replyTo -> new QueueBoard.FindOwnMail(message.mid(), replyTo),
            QueueBoard.ROWS_MAX,
            message.replyTo()));
  }

  private Gathering.Plan<Command, QueueBoard.Gathered, RemoteDomain.Mail> mails(
      Function<ActorRef<QueueBoard.Gathered>, Command> question,
      int limit,
      ActorRef<QueueBoard.Gathered> replyTo) {
    boolean all = allReachable;
    return new Gathering.Plan<>(
        QueueBoard.Gathered.class,
        question,
        found -> new Gathering.Part<>(found.mails(), !found.complete()),
        Rows.MAILS,
        limit,
        (rows, complete) -> replyTo.tell(new QueueBoard.Gathered(rows, all && complete)));
  }

  private Behavior<Command> onGatherOwnMail(QueueBoard.GatherOwnMail message) {
    int limit = limit(message.limit());
    return fromQueues(
        ownMails(
            replyTo -> new RemoteDomain.ListMail(0, limit, message.source(), replyTo),
            limit,
            message.replyTo()));
  }

  private Behavior<Command> onFindOwnMail(QueueBoard.FindOwnMail message) {
    return fromQueues(
        ownMails(
            replyTo -> new RemoteDomain.FindMail(message.mid(), replyTo),
            QueueBoard.ROWS_MAX,
            message.replyTo()));
  }

  private static Gathering.Plan<RemoteDomain.Command, RemoteDomain.Mails, RemoteDomain.Mail>
      ownMails(
          Function<ActorRef<RemoteDomain.Mails>, RemoteDomain.Command> question,
          int limit,
          ActorRef<QueueBoard.Gathered> replyTo) {
    return new Gathering.Plan<>(
        RemoteDomain.Mails.class,
        question,
        mails -> new Gathering.Part<>(mails.mails(), mails.more()),
        Rows.MAILS,
        limit,
        (rows, complete) -> replyTo.tell(new QueueBoard.Gathered(rows, complete)));
  }

  private static int limit(int asked) {
    return Math.max(1, Math.min(asked, QueueBoard.ROWS_MAX));
  }

  private <A, T> Behavior<Command> fromQueues(Gathering.Plan<RemoteDomain.Command, A, T> plan) {
    return gather(plan, List.copyOf(queues.values()), QUEUES_PATIENCE);
  }

  private <A, T> Behavior<Command> fromBoards(Gathering.Plan<Command, A, T> plan) {
    Set<ActorRef<Command>> all = new HashSet<>(others);
    all.add(getContext().getSelf());
    return gather(plan, List.copyOf(all), BOARDS_PATIENCE);
  }

  private <C, A, T> Behavior<Command> gather(
      Gathering.Plan<C, A, T> plan, List<ActorRef<C>> asked, Duration patience) {
    getContext().spawnAnonymous(Gathering.create(plan, asked, patience));
    return this;
  }
}
