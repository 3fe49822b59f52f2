package cmtp.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import cmtp.node.delivery.RemoteDomain;
import cmtp.node.keys.CurrentIdentity;
import cmtp.node.keys.ServerIdentity;
import cmtp.node.keys.ServerKeyFile;
import cmtp.node.keys.ServerKeyStore;
import cmtp.node.ops.AccountRoutes;
import cmtp.node.ops.AdminApi;
import cmtp.node.ops.AdminRoutes;
import cmtp.node.ops.DeliveryAccess;
import cmtp.node.ops.DomainRoutes;
import cmtp.node.ops.NodeStatus;
import cmtp.node.ops.QueueRoutes;
import cmtp.node.ops.ServerKeyRoutes;
import cmtp.node.ops.StatusRoutes;
import cmtp.node.ops.TraceRoutes;
import cmtp.node.session.Dialect;
import cmtp.persistence.content.StoreFailed;
import cmtp.persistence.engine.MailStore;
import cmtp.persistence.engine.PostgresMailStore;
import cmtp.persistence.engine.SqliteMailStore;
import cmtp.persistence.store.StoreUnavailable;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
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
import java.util.function.Function;
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
  private static final int RUN_NAME_BYTES = 16;
  private static final int KNOWN_DOMAINS_MAX = 1000;

  private final NodeSettings settings;
  private final CurrentIdentity identity;
  private final MailStore store;
  private final ActorSystem<NodeGuardian.Command> system;
  private final Map<Dialect, InetSocketAddress> addresses;
  private final AdminApi admin;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  private NodeServer(
      NodeSettings settings,
      CurrentIdentity identity,
      MailStore store,
      ActorSystem<NodeGuardian.Command> system,
      NodeGuardian.Serving serving,
      Clock clock)
      throws IOException {
    this.settings = settings;
    this.identity = identity;
    this.store = store;
    this.system = system;
    this.addresses = serving.addresses();
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
            new StoredContent(store.contents()),
            settings.quotaBytes()),
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
    setLogLevel(settings.logLevel());
    Clock clock = Clock.systemUTC();
    SecureRandomBytes random = SecureRandomBytes.system();
    MailStore store = openStore(settings, runName(random), clock);
    ActorSystem<NodeGuardian.Command> system = null;
    try {
      ServerKeyStore serverKey = new ServerKeyFile(settings.dataDirectory());
      boolean first = serverKey.read().isEmpty();
      SigningKey key = serverKey.readOrCreate(random);
      CurrentIdentity identity = new CurrentIdentity(new ServerIdentity(key, settings.domains()));
      Postmaster postmaster = new Postmaster(settings.dataDirectory(), random, clock);
      if (first) {
        postmaster.prepare(new Address(AccountName.POSTMASTER, identity.get().primary()));
      }
      CompletableFuture<NodeGuardian.Serving> started = new CompletableFuture<>();
      NodeGuardian.Parts parts =
          new NodeGuardian.Parts(
              settings,
              serverKey,
              Optional.empty(),
              identity,
              new StoredContent(store.contents()),
              otherDomains.apply(store.trace()),
              postmaster,
              random,
              clock);
      system = actorSystem(parts, started, store);
      NodeGuardian.Serving serving = started.get(START_SECONDS_MAX, TimeUnit.SECONDS);
      return new NodeServer(settings, identity, store, system, serving, clock);
    } catch (IOException | RuntimeException failed) {
      throw undone(store, system, failed.getMessage(), failed);
    } catch (ExecutionException failed) {
      throw undone(store, system, failed.getCause().getMessage(), failed.getCause());
    } catch (TimeoutException slow) {
      throw undone(store, system, "not ready after " + START_SECONDS_MAX + " s", slow);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw undone(store, system, "interrupted while starting", interrupted);
    }
  }

  private static void setLogLevel(String level) {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME))
        .setLevel(Level.toLevel(level));
  }

  /** No other run has it, here or on another machine. */
  private static String runName(SecureRandomBytes random) {
    return random.next(RUN_NAME_BYTES).toString();
  }

  private static MailStore openStore(NodeSettings settings, String run, Clock clock) {
    try {
      return settings.postgres().isPresent()
          ? PostgresMailStore.open(settings.dataDirectory(), settings.postgres().get(), run, clock)
          : SqliteMailStore.open(settings.dataDirectory(), run, clock);
    } catch (StoreUnavailable | StoreFailed unavailable) {
      throw new StartException(unavailable.getMessage(), unavailable);
    }
  }

  private static ActorSystem<NodeGuardian.Command> actorSystem(
      NodeGuardian.Parts parts, CompletableFuture<NodeGuardian.Serving> started, MailStore store) {
    Config config =
        ConfigFactory.parseResources(NodeServer.class.getClassLoader(), "cmtp-pekko.conf")
            .withFallback(store.journal())
            .withFallback(ConfigFactory.load());
    return ActorSystem.create(
        NodeGuardian.create(parts, started),
        "cmtp",
        ActorSystemSetup.create(BootstrapSetup.create(config), store.journalSetup()));
  }

  private static StartException undone(
      MailStore store, ActorSystem<?> system, String message, Throwable cause) {
    if (system != null) {
      system.terminate();
      awaitQuietly(system);
    }
    store.close();
    return new StartException(message, cause);
  }

  private static void awaitQuietly(ActorSystem<?> system) {
    try {
      system.getWhenTerminated().toCompletableFuture().get(START_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException failed) {
      LoggerFactory.getLogger(NodeServer.class)
          .warn("the actors did not end: {}", failed.toString());
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

  /** Stops accepting, finishes what is in flight, ends. Returns when the store is closed. */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    admin.close();
    system.tell(NodeGuardian.Stop.INSTANCE);
    awaitQuietly(system);
    store.close();
    closed.countDown();
  }
}
