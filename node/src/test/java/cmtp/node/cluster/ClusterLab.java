package cmtp.node.cluster;

import cmtp.persistence.cluster.MemberConnections;
import cmtp.persistence.cluster.MemberRow;
import cmtp.persistence.cluster.MemberTable;
import cmtp.persistence.cluster.Members;
import com.typesafe.config.ConfigFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystemImpl;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Actor systems that join each other through a real database, with the node's own settings. */
final class ClusterLab implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(90);
  static final Pace PACE = new Pace(Duration.ofMillis(300), Duration.ofSeconds(4));
  private static final Duration ABORTED = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final EmbeddedPostgres postgres;
  private final DataSource source;
  private final List<Process> processes = new ArrayList<>();

  ClusterLab() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
    source =
        MemberConnections.to(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "", PATIENCE);
  }

  void emptyTables() throws SQLException {
    run("DROP TABLE IF EXISTS cluster_member, cluster_epoch");
    for (String statement : MemberTable.createStatements()) {
      run(statement);
    }
  }

  void run(String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  Members rows() {
    try (MemberTable table = new MemberTable(source, PATIENCE)) {
      return table.look();
    }
  }

  /** What stands in for the guardian of a node. */
  private record Root(Joiner.Event event) {}

  /** A process as far as the cluster is concerned. */
  final class Process implements AutoCloseable {
    final Readiness readiness = new Readiness();
    final Membership membership =
        Membership.through(() -> new MemberTable(source, PATIENCE), PACE, readiness);
    final LinkedBlockingQueue<Joiner.Event> events = new LinkedBlockingQueue<>();
    final ActorSystem<Root> system;
    private org.apache.pekko.actor.typed.ActorRef<Joiner.Command> joiner;

    private Process(Map<String, Object> settings) {
      system =
          ActorSystem.create(
              root(),
              "cmtp",
              ConfigFactory.parseMap(settings)
                  .withFallback(ConfigFactory.parseResources("cmtp-pekko.conf"))
                  .withFallback(ConfigFactory.load()));
    }

    private Behavior<Root> root() {
      return Behaviors.setup(
          context -> {
            context.spawn(ClusterObserver.create(readiness), "cluster-observer");
            joiner =
                context.spawn(
                    membership.joiner(
                        context.getSystem(),
                        context.messageAdapter(Joiner.Event.class, Root::new),
                        Clock.systemUTC()::millis),
                    "joiner",
                    DispatcherSelector.blocking());
            return Behaviors.receive(Root.class)
                .onMessage(
                    Root.class,
                    heard -> {
                      if (heard.event() == Joiner.MayLeave.INSTANCE) {
                        CoordinatedShutdown.get(system)
                            .runAll(CoordinatedShutdown.actorSystemTerminateReason());
                      }
                      events.add(heard.event());
                      return Behaviors.same();
                    })
                .build();
          });
    }

    Joiner.Event next() throws InterruptedException {
      return events.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    String self() {
      return readiness.view().self();
    }

    void awaitMembers(int count) {
      await(
          () ->
              readiness.view().members().size() == count
                  && readiness.view().members().stream()
                      .allMatch(member -> member.status().equals("Up") && member.reachable()));
    }

    /** As SIGTERM. */
    void leave() {
      askToLeave();
      end();
    }

    void askToLeave() {
      joiner.tell(Joiner.Leave.INSTANCE);
    }

    /** As {@code kill -9}: nobody is told, and the row stays. */
    void kill() {
      ((ActorSystemImpl) system.classicSystem()).abort();
      awaitEnd();
      processes.remove(this);
    }

    void awaitEnd() {
      await(() -> system.getWhenTerminated().toCompletableFuture().isDone());
    }

    private void end() {
      awaitEnd();
      membership.close();
      processes.remove(this);
    }

    /** Remoting may wait for its encrypted streams for ever; the joiner has ended before. */
    @Override
    public void close() {
      ((ActorSystemImpl) system.classicSystem()).abort();
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .copy()
          .completeOnTimeout(Done.getInstance(), ABORTED.toSeconds(), TimeUnit.SECONDS)
          .join();
      membership.close();
      processes.remove(this);
    }
  }

  Process start() {
    return start(Map.of());
  }

  Process start(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.putIfAbsent("pekko.remote.artery.canonical.hostname", "127.0.0.1");
    all.putIfAbsent("pekko.remote.artery.canonical.port", 0);
    Process process = new Process(all);
    processes.add(process);
    return process;
  }

  /** With the certificate of {@code name}, whoever it is. */
  static Map<String, Object> secured(Path certificates, String name) throws IOException {
    String engine = "pekko.remote.artery.ssl.config-ssl-engine.";
    String password = Files.readString(certificates.resolve("password")).strip();
    Map<String, Object> settings = new HashMap<>();
    settings.put("pekko.remote.artery.transport", "tls-tcp");
    settings.put(engine + "key-store", certificates.resolve(name + ".p12").toString());
    settings.put(engine + "trust-store", certificates.resolve("trust.p12").toString());
    settings.put(engine + "key-store-password", password);
    settings.put(engine + "key-password", password);
    settings.put(engine + "trust-store-password", password);
    return settings;
  }

  long epoch() {
    return rows().epoch();
  }

  List<String> states() {
    return rows().rows().stream().map(MemberRow::state).map(Enum::name).sorted().toList();
  }

  static void await(BooleanSupplier wanted) {
    long until = System.nanoTime() + TIMEOUT.toNanos();
    while (!wanted.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("it did not happen in time");
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  void closeAll() {
    List.copyOf(processes).forEach(Process::close);
  }

  @Override
  public void close() throws IOException {
    closeAll();
    postgres.close();
  }
}
