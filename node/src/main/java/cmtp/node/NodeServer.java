package cmtp.node;

import cmtp.node.cluster.Membership;
import cmtp.node.cluster.Readiness;
import cmtp.node.delivery.RemoteDomain;
import cmtp.node.keys.CurrentIdentity;
import cmtp.node.keys.ServerIdentity;
import cmtp.node.keys.ServerKeyFile;
import cmtp.node.keys.ServerKeyStore;
import cmtp.node.logging.Logging;
import cmtp.node.ops.AccountRoutes;
import cmtp.node.ops.AdminApi;
import cmtp.node.ops.AdminRoutes;
import cmtp.node.ops.ClusterRoutes;
import cmtp.node.ops.DeliveryAccess;
import cmtp.node.ops.DomainRoutes;
import cmtp.node.ops.NodeStatus;
import cmtp.node.ops.QueueRoutes;
import cmtp.node.ops.ServerKeyRoutes;
import cmtp.node.ops.StatusRoutes;
import cmtp.node.ops.TraceRoutes;
import cmtp.node.session.Dialect;
import cmtp.persistence.cluster.MemberConnections;
import cmtp.persistence.cluster.MemberTable;
import cmtp.persistence.content.StoreFailed;
import cmtp.persistence.engine.MailStore;
import cmtp.persistence.engine.PostgresMailStore;
import cmtp.persistence.engine.PostgresSettings;
import cmtp.persistence.engine.SqliteMailStore;
import cmtp.persistence.store.SealedKeyTable;
import cmtp.persistence.store.StoreUnavailable;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.Password;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.LoggerFactory;

/**
 * A running node: opens the store, starts the actors, waits until they answer, and takes everything
 * down again in order. Start blocks; everything else is asynchronous.
 */
public final class NodeServer implements AutoCloseable {
  public static final String VERSION = "0.1.0";
  public static final String PRODUCT = "cmtp-node/" + VERSION;

  private static final long START_SECONDS_MAX = 60;

  /** Others may have to be watched for a lease, more than once; then a fresh process tries. */
  private static final long JOIN_SECONDS_MAX = 240;

  /** For shards to be handed over and the cluster to be left, when the last session has ended. */
  private static final long LEAVE_SECONDS_MAX = 60;

  /** For letting go of everything where nothing is to be finished: the database may be silent. */
  private static final long LOST_SECONDS_MAX = 5;

  private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(4);
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(NodeServer.class);
  private static final int RUN_NAME_BYTES = 16;
  private static final int KNOWN_DOMAINS_MAX = 1000;

  private final NodeSettings settings;
  private final CurrentIdentity identity;
  private final MailStore store;
  private final Membership membership;
  private final ActorSystem<NodeGuardian.Command> system;
  private final Map<Dialect, InetSocketAddress> addresses;
  private final AdminApi admin;
  private final Watched watched;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicReference<String> lost = new AtomicReference<>("");
  private final CountDownLatch closed = new CountDownLatch(1);

  private NodeServer(
      NodeSettings settings,
      CurrentIdentity identity,
      MailStore store,
      Membership membership,
      ActorSystem<NodeGuardian.Command> system,
      NodeGuardian.Serving serving,
      Watched watched,
      Clock clock)
      throws IOException {
    this.settings = settings;
    this.identity = identity;
    this.store = store;
    this.membership = membership;
    this.system = system;
    this.addresses = serving.addresses();
    this.watched = watched;
    this.admin =
        AdminApi.start(
            settings.adminPort(),
            settings.dataDirectory(),
            adminRoutes(serving, clock),
            SecureRandomBytes.system());
  }

  private List<AdminRoutes> adminRoutes(NodeGuardian.Serving serving, Clock clock) {
    NodeStatus status =
        new NodeStatus(
            VERSION,
            identity,
            address(),
            cmtpdAddress(),
            settings.dataDirectory(),
            clock.millis(),
            ProcessHandle.current().pid());
    DeliveryAccess delivery =
        new DeliveryAccess(
            serving.otherDomains().domains(),
            serving.otherDomains().queues()::tell,
            store.trace(),
            this::knownDomains);
    return List.of(
        new StatusRoutes(
            status,
            settings.describe(),
            replyTo -> system.tell(new NodeGuardian.CountConnections(replyTo)),
            system),
        new AccountRoutes(
            identity,
            serving.mailboxes(),
            system,
            SecureRandomBytes.system(),
            clock,
            serving.contents(),
            settings.quotaBytes()),
        new ClusterRoutes(
            membership,
            () -> system.tell(NodeGuardian.Drain.INSTANCE),
            () -> new Thread(this::close, "leave").start(),
            system),
        new ServerKeyRoutes(identity, serving.keyKeeper()::tell, system),
        new QueueRoutes(delivery, system),
        new DomainRoutes(delivery, system),
        new TraceRoutes(store.trace()));
  }

  /** Domains of which something is stored, by name; at most so many are told. */
  private CompletionStage<List<DomainName>> knownDomains() {
    return store
        .entityIds()
        .list(RemoteDomain.KIND, "", KNOWN_DOMAINS_MAX)
        .thenApply(names -> names.stream().map(DomainName::new).toList());
  }

  /**
   * Starts a node and returns when it answers.
   *
   * @throws StartException with a message for people
   */
  public static NodeServer start(NodeSettings settings) {
    return start(settings, ConnectedDomains::new);
  }

  static NodeServer start(NodeSettings settings, Function<TraceStore, OtherDomains> otherDomains) {
    Logging.use(settings.logSettings());
    Clock clock = Clock.systemUTC();
    SecureRandomBytes random = SecureRandomBytes.system();
    Readiness readiness = new Readiness();
    Watched watched = Watched.start(settings, VERSION, readiness, clock);
    MailStore store = openStore(settings, runName(random), watched, clock);
    Membership membership = membership(settings, readiness);
    ActorSystem<NodeGuardian.Command> system = null;
    try {
      ServerKeyStore serverKey = serverKey(settings, store, random);
      boolean first = serverKey.read().isEmpty();
      SigningKey key = serverKey.readOrCreate(random);
      CurrentIdentity identity = new CurrentIdentity(new ServerIdentity(key, settings.domains()));
      Postmaster postmaster = new Postmaster(settings.dataDirectory(), random, clock);
      if (first) {
        postmaster.prepare(new Address(AccountName.POSTMASTER, identity.get().primary()));
      }
      CompletableFuture<NodeGuardian.Serving> started = new CompletableFuture<>();
      Ending ending = new Ending(Ending.PATIENCE);
      NodeGuardian.Parts parts =
          new NodeGuardian.Parts(
              settings,
              membership,
              ending,
              serverKey,
              whyKeyStays(settings, serverKey),
              identity,
              new StoredContent(
                  new MeteredContents(store.contents(), watched.metrics().contents(), clock),
                  settings.longestUpload(),
                  clock),
              otherDomains.apply(store.trace()),
              postmaster,
              watched.metrics(),
              random,
              clock);
      system = actorSystem(parts, started, store);
      ending.onEnd(why -> started.completeExceptionally(new LostClusterException(why, null)));
      ending.watch(system);
      NodeGuardian.Serving serving = started.get(startSecondsMax(membership), TimeUnit.SECONDS);
      NodeServer server =
          new NodeServer(settings, identity, store, membership, system, serving, watched, clock);
      watched.serving(store.contents(), clock);
      ending.onEnd(server::endedByItself);
      return server;
    } catch (ExecutionException failed) {
      throw undone(watched, store, membership, system, asStartException(failed.getCause()));
    } catch (TimeoutException slow) {
      throw undone(watched, store, membership, system, tooSlow(membership, slow));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw undone(
          watched,
          store,
          membership,
          system,
          new StartException("interrupted while starting", interrupted));
    } catch (IOException | RuntimeException failed) {
      throw undone(watched, store, membership, system, asStartException(failed));
    }
  }

  private static ServerKeyStore serverKey(
      NodeSettings settings, MailStore store, SecureRandomBytes random) throws IOException {
    ServerKeyFile file = new ServerKeyFile(settings.dataDirectory());
    Optional<Password> secret =
        settings.postgres().isPresent() ? settings.cluster().secret() : Optional.empty();
    return secret.isEmpty()
        ? file
        : new SharedServerKey(
            new SealedKeyTable(store.dataSource()), secret.get(), random, file.read());
  }

  private static Optional<String> whyKeyStays(NodeSettings settings, ServerKeyStore serverKey) {
    return settings.postgres().isPresent() && !serverKey.isShared()
        ? Optional.of(
            "each process of this node may have the key in a file of its own; set"
                + " cmtp.cluster.secret-file on all of them, so that it moves into the database")
        : Optional.empty();
  }

  private static Membership membership(NodeSettings settings, Readiness readiness) {
    if (settings.postgres().isEmpty()) {
      return Membership.alone(readiness);
    }
    PostgresSettings postgres = settings.postgres().get();
    String password =
        postgres
            .passwordFile()
            .map(file -> ClusterSettings.firstLine("cmtp.store.password-file", file))
            .orElse("");
    DataSource source =
        MemberConnections.to(postgres.url(), postgres.user(), password, DATABASE_PATIENCE);
    return Membership.through(
        () -> new MemberTable(source, DATABASE_PATIENCE), settings.cluster().pace(), readiness);
  }

  private static long startSecondsMax(Membership membership) {
    return membership.isShared() ? JOIN_SECONDS_MAX + START_SECONDS_MAX : START_SECONDS_MAX;
  }

  private static StartException tooSlow(Membership membership, TimeoutException slow) {
    String message = "not ready after " + startSecondsMax(membership) + " s";
    return membership.isShared()
        ? new LostClusterException(
            message + ": " + String.join("; ", membership.readiness().reasons()), slow)
        : new StartException(message, slow);
  }

  private static StartException asStartException(Throwable failed) {
    return failed instanceof StartException known
        ? known
        : new StartException(failed.getMessage(), failed);
  }

  /** No other run has it, here or on another machine. */
  private static String runName(SecureRandomBytes random) {
    return random.next(RUN_NAME_BYTES).toString();
  }

  private static MailStore openStore(
      NodeSettings settings, String run, Watched watched, Clock clock) {
    try {
      return settings.postgres().isPresent()
          ? PostgresMailStore.open(settings.dataDirectory(), settings.postgres().get(), run, clock)
          : SqliteMailStore.open(settings.dataDirectory(), run, clock);
    } catch (StoreUnavailable | StoreFailed unavailable) {
      watched.close();
      throw new StartException(unavailable.getMessage(), unavailable);
    }
  }

  private static ActorSystem<NodeGuardian.Command> actorSystem(
      NodeGuardian.Parts parts, CompletableFuture<NodeGuardian.Serving> started, MailStore store) {
    Config config =
        remoting(parts)
            .withFallback(
                ConfigFactory.parseResources(NodeServer.class.getClassLoader(), "cmtp-pekko.conf"))
            .withFallback(store.journal())
            .withFallback(ConfigFactory.load());
    return ActorSystem.create(
        NodeGuardian.create(parts, started),
        "cmtp",
        ActorSystemSetup.create(BootstrapSetup.create(config), store.journalSetup()));
  }

  private static Config remoting(NodeGuardian.Parts parts) {
    return parts.membership().isShared()
        ? parts.settings().cluster().remoting()
        : ConfigFactory.empty();
  }

  private static StartException undone(
      Watched watched,
      MailStore store,
      Membership membership,
      ActorSystem<?> system,
      StartException failure) {
    if (system != null) {
      system.terminate();
      awaitQuietly(system, START_SECONDS_MAX);
    }
    membership.close();
    store.close();
    watched.close();
    return failure;
  }

  private static void awaitQuietly(ActorSystem<?> system, long seconds) {
    try {
      system.getWhenTerminated().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException failed) {
      LOG.warn("the actors did not end: {}", failed.toString());
    }
  }

  public int port() {
    return address().getPort();
  }

  public InetSocketAddress address() {
    return addresses.get(Dialect.CMTP);
  }

  /** Where the cmtpd dialect is spoken; empty if it is not. */
  public Optional<InetSocketAddress> cmtpdAddress() {
    return Optional.ofNullable(addresses.get(Dialect.CMTPD));
  }

  /** Where health and metrics are told; empty if they are not. */
  public Optional<InetSocketAddress> monitoring() {
    return watched.address();
  }

  public List<DomainName> domains() {
    return identity.get().domains();
  }

  public Path dataDirectory() {
    return settings.dataDirectory();
  }

  /** For people to compare with what their client says. */
  public String fingerprint() {
    return identity.get().key().publicKey().fingerprint();
  }

  /** Stops on SIGTERM and SIGINT: mail in flight is finished, or refused as transient. */
  public NodeServer stopOnSignals() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "shutdown"));
    return this;
  }

  public void awaitTermination() throws InterruptedException {
    closed.await();
  }

  /** Why the node has ended, if nobody told it to; empty while it runs. */
  public Optional<String> lost() {
    return Optional.of(lost.get()).filter(why -> !why.isEmpty());
  }

  /** Whether this process may be given connections. */
  public Readiness readiness() {
    return membership.readiness();
  }

  /** Its entities may be elsewhere already: there is nothing to finish here. */
  private void endedByItself(String why) {
    if (closing.compareAndSet(false, true)) {
      LOG.error("this process ends: {}", why);
      lost.set(why);
      new Thread(this::releaseSoon, "end").start();
    }
  }

  /** A supervisor waits for this process to end; the system takes what it still holds. */
  private void releaseSoon() {
    Thread releasing = new Thread(this::release, "release");
    releasing.setDaemon(true);
    releasing.start();
    try {
      releasing.join(TimeUnit.SECONDS.toMillis(LOST_SECONDS_MAX));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    closed.countDown();
  }

  /** Stops accepting, finishes what is in flight, ends. Returns when the store is closed. */
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      system.tell(NodeGuardian.Stop.INSTANCE);
      awaitQuietly(system, settings.shutdownGrace().toSeconds() + LEAVE_SECONDS_MAX);
      release();
    }
    try {
      closed.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void release() {
    admin.close();
    membership.close();
    store.close();
    watched.close();
    closed.countDown();
  }
}
