package cmtp.node.proof;

import cmtp.node.TestNode.User;
import cmtp.persistence.engine.PostgresSettings;
import cmtp.persistence.testing.TestPostgres;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.SigningKey;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A PostgreSQL server and the processes of one node on it, which serve one domain. All may be
 * killed, stopped and started again.
 */
final class ClusterLab implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(240);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final TestPostgres postgres;
  private final PostgresSettings database;
  private final List<ClusterProcess> processes = new ArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final String domain;

  private ClusterLab(String domain) {
    this.domain = domain;
    this.postgres = TestPostgres.start();
    this.database = postgres.freshDatabase();
  }

  /** Starts processes n1, n2, ... for the domain {@code cluster.test}. */
  static ClusterLab start(Path folder, int size, String... settings) throws Exception {
    return start("cluster.test", folder, size, settings);
  }

  /**
   * @param settings as {@code name=value}, for all
   */
  static ClusterLab start(String domain, Path folder, int size, String... settings)
      throws Exception {
    ClusterLab lab = new ClusterLab(domain);
    try {
      lab.prepare(folder, size, List.of(settings));
      lab.startAll();
      lab.awaitMembers(size);
      return lab;
    } catch (Exception | Error failed) {
      lab.close();
      throw failed;
    }
  }

  private void prepare(Path folder, int size, List<String> more) throws IOException {
    List<String> settings = new ArrayList<>();
    settings.add("cmtp.domains=[\"" + domain + "\"]");
    settings.add("cmtp.store.url=\"" + database.url() + "\"");
    settings.add("cmtp.store.user=\"" + database.user() + "\"");
    settings.addAll(more);
    String key = SigningKey.generate().secret().base64();
    for (int i = 1; i <= size; i++) {
      processes.add(new ClusterProcess("127.0.2." + i, folder.resolve("n" + i), key, settings));
    }
  }

  TestPostgres postgres() {
    return postgres;
  }

  PostgresSettings database() {
    return database;
  }

  String domain() {
    return domain;
  }

  List<ClusterProcess> processes() {
    return List.copyOf(processes);
  }

  ClusterProcess process(int index) {
    return processes.get(index);
  }

  List<ClusterProcess> alive() {
    return processes.stream().filter(ClusterProcess::isAlive).toList();
  }

  /** Starts those that do not run, all at once. */
  void startAll() {
    processes.parallelStream()
        .filter(one -> !one.isAlive())
        .forEach(
            one -> {
              try {
                one.start();
              } catch (IOException failed) {
                throw new UncheckedIOException(failed);
              }
            });
  }

  /** Each process in turn, those too that do not run: a client finds out by trying. */
  InetSocketAddress next() {
    return processes.get(Math.floorMod(turn.getAndIncrement(), processes.size())).address();
  }

  User open(String name) throws IOException, InterruptedException {
    return alive().get(0).process().open(Address.of(name, domain));
  }

  /** Accounts {@code name0}, {@code name1}, ...; so many are in many shards, on all processes. */
  List<User> open(String name, int count) {
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(
            i -> {
              try {
                return open(name + i);
              } catch (IOException failed) {
                throw new UncheckedIOException(failed);
              } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
              }
            })
        .toList();
  }

  /** Waits until all that run see so many members, all up and reachable, and are ready. */
  void awaitMembers(int count) throws Exception {
    await(
        count + " members",
        PATIENCE,
        () -> {
          for (ClusterProcess one : alive()) {
            JsonNode seen = one.cluster();
            if (!seen.get("ready").asBoolean() || countUp(seen) != count) {
              return false;
            }
          }
          return true;
        });
  }

  /** How many members this process sees; -1 if one of them is not up, or not reachable. */
  static long countUp(JsonNode seen) {
    long up = 0;
    for (JsonNode member : seen.get("members")) {
      boolean whole =
          member.get("status").asText().equals("Up") && member.get("reachable").asBoolean();
      up += whole ? 1 : 0;
    }
    return up == seen.get("members").size() ? up : -1;
  }

  /** Looks until it is so; how long that took. What can't be asked now is not so. */
  static Duration await(String what, Duration patience, Callable<Boolean> wanted) throws Exception {
    long startedNanos = System.nanoTime();
    while (!holds(wanted)) {
      Duration past = Duration.ofNanos(System.nanoTime() - startedNanos);
      if (past.compareTo(patience) > 0) {
        throw new AssertionError("not in " + patience + ": " + what);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  private static boolean holds(Callable<Boolean> wanted) throws Exception {
    try {
      return wanted.call();
    } catch (IOException unanswered) {
      return false;
    }
  }

  /** How busy this machine was in the last minute; failure detectors may see pauses where it is. */
  static double load() {
    try {
      return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** What takes so long on a machine of its own takes longer where others want the processors. */
  static Duration onThisMachine(Duration bound) throws IOException {
    double share = load() / (2.0 * Runtime.getRuntime().availableProcessors());
    return Duration.ofMillis(Math.round(bound.toMillis() * Math.max(1, share)));
  }

  @Override
  public void close() {
    processes.forEach(ClusterProcess::close);
    postgres.close();
  }
}
