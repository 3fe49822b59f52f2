package cmtp.node.delivery;

import cmtp.node.keys.CurrentIdentity;
import cmtp.node.keys.ServerIdentity;
import cmtp.node.mailbox.Directory;
import cmtp.node.mailbox.Mailbox;
import cmtp.node.mailbox.Mailboxes;
import cmtp.node.metrics.NodeMetrics;
import cmtp.persistence.journal.JournalSettings;
import cmtp.persistence.mailbox.Account;
import cmtp.persistence.mailbox.AccountStatus;
import cmtp.persistence.mailbox.Incoming;
import cmtp.persistence.mailbox.Sections;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.PinOrigin;
import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueueState;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceKind;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.record.KeyRecord;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;

/** One queue with everything around it played by hand: connections, mailboxes, stores, time. */
final class QueueLab implements AutoCloseable {
  static final DomainName DOMAIN = DomainName.parse("far.example");
  static final DomainName HOME = DomainName.parse("home.example");
  static final Address ALICE = new Address(AccountName.parse("alice"), HOME);
  static final Bytes KEY = SigningKey.fromSeed(seed(7)).publicKey().bytes();
  static final SigningKey ALICE_KEY = SigningKey.fromSeed(seed(1));
  static final RetrySettings RETRY =
      new RetrySettings(
          Duration.ofSeconds(60),
          Duration.ofSeconds(4000),
          0.2,
          Duration.ofHours(4),
          Duration.ofDays(5));
  static final DeliverySettings SETTINGS =
      new DeliverySettings(
          RETRY,
          20,
          1000,
          4,
          10,
          Duration.ofSeconds(10),
          Duration.ofMinutes(3),
          Duration.ofSeconds(60),
          1000,
          1_000_000);

  /** A connection as the queue opened it. */
  record Opened(
      ActorRef<DeliveryAttempt.Command> ref,
      PeerKnowledge peer,
      ActorRef<DeliveryAttempt.Progress> queue) {

    void met() {
      met(KEY);
    }

    void met(Bytes key) {
      queue.tell(new DeliveryAttempt.Met(ref, key, PinOrigin.FIRST_SEEN, true));
    }

    void done(Outcome... outcomes) {
      queue.tell(new DeliveryAttempt.Done(ref, List.of(outcomes)));
    }

    void ended(DeliveryAttempt.End end, Outcome... outcomes) {
      queue.tell(new DeliveryAttempt.Ended(ref, List.of(outcomes), end));
      ref.tell(DeliveryAttempt.Finish.INSTANCE);
    }

    void broken(String reason, Outcome... outcomes) {
      ended(new DeliveryAttempt.Broken(reason), outcomes);
    }
  }

  /** Work that a connection was given. */
  record Given(ActorRef<DeliveryAttempt.Command> to, List<Long> ids) {}

  final TestClock clock = new TestClock();
  final ActorTestKit kit;
  final ManualTime time;
  final PersistenceTestKit journal;
  final TestProbe<Opened> opened;
  final TestProbe<Given> given;
  final TestProbe<ActorRef<DeliveryAttempt.Command>> finished;
  final TestProbe<ClusterSharding.ShardCommand> shard;
  final TestProbe<QueueBoard.Command> board;
  final List<TraceEntry> traced = new CopyOnWriteArrayList<>();
  final List<Long> deleted = new CopyOnWriteArrayList<>();

  /** Asked for while the store was down. */
  final List<Long> notDeleted = new CopyOnWriteArrayList<>();

  final Map<Long, Bytes> reports = new ConcurrentHashMap<>();
  final List<Long> confirmed = new CopyOnWriteArrayList<>();
  final List<Incoming> inbox = new CopyOnWriteArrayList<>();
  final WaitingDomainSet waiting = new WaitingDomainSet();
  final DeliveryServices services;
  final AtomicLong restarts = new AtomicLong();
  final ServerIdentity identity = new ServerIdentity(SigningKey.fromSeed(seed(3)), List.of(HOME));

  volatile Account account = active();
  volatile Function<Incoming, Mailbox.Reply> mailbox = mail -> new Mailbox.Stored(1);
  volatile boolean deletes = true;

  private ActorRef<RemoteDomain.Command> queue;

  QueueLab() {
    this(SETTINGS);
  }

  QueueLab(DeliverySettings settings) {
    this(settings, QueueLab::half);
  }

  QueueLab(DeliverySettings settings, SecureRandomBytes random) {
    this.kit =
        ActorTestKit.create(
            ManualTime.config()
                .withFallback(PersistenceTestKitPlugin.getInstance().config())
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(JournalSettings.serialization())
                .withFallback(
                    ConfigFactory.parseString(
                        """
                        pekko.loglevel = WARNING
                        pekko.actor.provider = local
                        # Time leaps: a store that answers at once must not look slow.
                        pekko.persistence.journal-plugin-fallback {
                          circuit-breaker.call-timeout = 1000000s
                          recovery-event-timeout = 1000000s
                        }
                        pekko.persistence.snapshot-store-plugin-fallback {
                          circuit-breaker.call-timeout = 1000000s
                        }
                        """))
                .withFallback(ConfigFactory.load()));
    this.time = ManualTime.get(kit.system());
    this.journal = PersistenceTestKit.create(kit.system());
    this.opened = kit.createTestProbe();
    this.given = kit.createTestProbe();
    this.finished = kit.createTestProbe();
    this.shard = kit.createTestProbe();
    this.board = kit.createTestProbe();
    this.services =
        new DeliveryServices(
            settings,
            new CurrentIdentity(identity),
            this::attempt,
            kit.spawn(OutboundGate.create(settings, clock)),
            board.ref(),
            waiting,
            new HandMadeMailboxes(() -> account, this::deliver),
            this::delete,
            new HandMadeContents(reports, confirmed),
            new HandMadeTraces(traced),
            new NodeMetrics("test", clock).deliveries(),
            random,
            clock);
  }

  /** For tests that need no more than connections. */
  static DeliveryServices services(
      TestClock clock,
      ActorRef<OutboundGate.Command> gate,
      ActorRef<QueueBoard.Command> board,
      Attempts attempts) {
    List<TraceEntry> traced = new CopyOnWriteArrayList<>();
    return new DeliveryServices(
        SETTINGS,
        new CurrentIdentity(new ServerIdentity(SigningKey.fromSeed(seed(3)), List.of(HOME))),
        attempts,
        gate,
        board,
        new WaitingDomainSet(),
        new HandMadeMailboxes(() -> Account.ABSENT, mail -> new Mailbox.Stored(1)),
        ids -> CompletableFuture.completedStage(null),
        new HandMadeContents(new ConcurrentHashMap<>(), new CopyOnWriteArrayList<>()),
        new HandMadeTraces(traced),
        new NodeMetrics("test", clock).deliveries(),
        QueueLab::half,
        clock);
  }

  static Bytes seed(int n) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    Arrays.fill(seed, (byte) n);
    return Bytes.wrap(seed);
  }

  /** Makes each chance exactly one half: no jitter. */
  static Bytes half(int count) {
    byte[] bytes = new byte[count];
    bytes[0] = (byte) 0x80;
    return Bytes.wrap(bytes);
  }

  Account active() {
    KeyRecord record = KeyRecord.first(ALICE_KEY, ALICE.account(), HOME, TestClock.START_MS);
    return new Account(
        AccountStatus.ACTIVE, 1, List.of(record.record().bytes()), Bytes.EMPTY, Bytes.EMPTY, 0);
  }

  static MessageId mid(int n) {
    return new MessageId(Hash.of(Bytes.utf8("mail " + n)));
  }

  static RemoteDomain.NewMail mail(int n, boolean proven) {
    return new RemoteDomain.NewMail(
        mid(n),
        n,
        new Sections(60, 20, 100, List.of()),
        proven ? ALICE.toString() : "stranger@home.example",
        "bob@far.example",
        proven,
        "X1 hop");
  }

  void start() {
    queue =
        kit.spawn(RemoteDomain.create(DOMAIN, services, shard.ref(), restarts::incrementAndGet));
  }

  /** As after a crash: what is in memory is gone. */
  void restart() {
    kit.stop(queue);
    start();
  }

  ActorRef<RemoteDomain.Command> queue() {
    return queue;
  }

  void tell(RemoteDomain.Command command) {
    queue.tell(command);
  }

  RemoteDomain.Reply enqueue(RemoteDomain.NewMail mail) {
    TestProbe<RemoteDomain.Reply> probe = kit.createTestProbe();
    tell(new RemoteDomain.Enqueue(mail, probe.ref()));
    return probe.receiveMessage();
  }

  void enqueue(int from, int to) {
    for (int n = from; n <= to; n++) {
      enqueue(mail(n, true));
    }
  }

  RemoteDomain.Summary summary() {
    TestProbe<RemoteDomain.Summary> probe = kit.createTestProbe();
    tell(new RemoteDomain.GetSummary(probe.ref()));
    return probe.receiveMessage();
  }

  int change(Function<ActorRef<RemoteDomain.Changed>, RemoteDomain.Command> wish) {
    TestProbe<RemoteDomain.Changed> probe = kit.createTestProbe();
    tell(wish.apply(probe.ref()));
    return probe.receiveMessage().count();
  }

  /** Lets time pass for clock and timers alike. */
  void pass(Duration some) {
    clock.pass(some);
    time.timePasses(some);
  }

  Opened opened() {
    return opened.receiveMessage();
  }

  Given given() {
    return given.receiveMessage();
  }

  List<QueueEvent> events() {
    return journal.persistedInStorage(RemoteDomain.persistenceId(DOMAIN).id()).stream()
        .map(event -> (QueueEvent) event)
        .toList();
  }

  <E extends QueueEvent> List<E> events(Class<E> type) {
    return events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  QueueState stored() {
    return QueueState.EMPTY.applyAll(events());
  }

  /** Waits until all effects are there. */
  void eventually(Runnable check) {
    opened.awaitAssert(
        Duration.ofSeconds(5),
        () -> {
          check.run();
          return true;
        });
  }

  long traced(TraceKind kind) {
    return traced.stream().filter(entry -> entry.kind() == kind).count();
  }

  private Behavior<DeliveryAttempt.Command> attempt(
      DomainName domain, PeerKnowledge peer, ActorRef<DeliveryAttempt.Progress> progress) {
    return Behaviors.setup(
        context -> {
          opened.ref().tell(new Opened(context.getSelf(), peer, progress));
          return Behaviors.receiveMessage(
              message -> {
                if (message instanceof DeliveryAttempt.Work work) {
                  List<Long> ids = work.mails().stream().map(mail -> mail.id()).toList();
                  given.ref().tell(new Given(context.getSelf(), ids));
                  return Behaviors.same();
                }
                finished.ref().tell(context.getSelf());
                return Behaviors.stopped();
              });
        });
  }

  private CompletionStage<?> delete(Collection<Long> ids) {
    if (!deletes) {
      notDeleted.addAll(ids);
      return CompletableFuture.failedStage(new IllegalStateException("the store is down"));
    }
    deleted.addAll(ids);
    return CompletableFuture.completedStage(null);
  }

  private Mailbox.Reply deliver(Incoming mail) {
    Mailbox.Reply reply = mailbox.apply(mail);
    if (reply instanceof Mailbox.Stored) {
      inbox.add(mail);
    }
    return reply;
  }

  private record HandMadeMailboxes(
      Supplier<Account> account, Function<Incoming, Mailbox.Reply> mailbox) implements Mailboxes {
    @Override
    public void tell(Address address, Mailbox.Command command) {
      if (command instanceof Mailbox.GetAccount get) {
        get.replyTo().tell(new Mailbox.AccountView(account.get(), 0, 0));
      } else if (command instanceof Mailbox.Deliver deliver) {
        deliver.replyTo().tell(mailbox.apply(deliver.mail()));
      }
    }

    @Override
    public void tell(DomainName domain, Directory.Command command) {
      throw new IllegalStateException("queues don't speak to directories");
    }
  }

  private record HandMadeContents(Map<Long, Bytes> reports, List<Long> confirmed)
      implements ReportContents {
    private static final AtomicLong IDS = new AtomicLong(1000);

    @Override
    public CompletionStage<Long> writeReport(String owner, Bytes message) {
      long id = IDS.incrementAndGet();
      reports.put(id, message);
      return CompletableFuture.completedStage(id);
    }

    @Override
    public void confirmReport(long contentId) {
      confirmed.add(contentId);
    }

    @Override
    public void abortReport(long contentId) {
      reports.remove(contentId);
    }
  }

  private record HandMadeTraces(List<TraceEntry> traced) implements TraceStore {
    @Override
    public CompletionStage<Void> note(List<TraceEntry> entries) {
      traced.addAll(entries);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<List<TraceEntry>> find(Bytes prefix) {
      return CompletableFuture.completedStage(traced);
    }

    @Override
    public CompletionStage<Integer> forgetBefore(long unixMillis) {
      return CompletableFuture.completedStage(0);
    }
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
