package cmtp.persistence.testing;

import cmtp.persistence.engine.PostgresSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL server for tests, as durable as one in earnest: one that all tests of a JVM share, a
 * database for each; or one of a test's own, which it may stop, kill and start again.
 */
public final class TestPostgres implements AutoCloseable {
  private static final String USER = "postgres";
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration END_MAX = Duration.ofSeconds(60);
  private static final AtomicInteger SERVERS = new AtomicInteger();

  private final Path data;
  private final int port;
  private final AtomicInteger databases = new AtomicInteger();
  private Optional<EmbeddedPostgres> running = Optional.empty();

  /** Begins when it is first asked for; ends with the JVM. */
  private static final class Shared {
    static final TestPostgres SERVER = start();
  }

  private TestPostgres(Path data, int port) {
    this.data = data;
    this.port = port;
  }

  /** The server of this JVM; not to be stopped. */
  public static TestPostgres shared() {
    return Shared.SERVER;
  }

  /** A server of the test's own. */
  public static TestPostgres start() {
    Path all = target().resolve("postgres");
    try {
      Files.createDirectories(all);
      removeLeftBehind(all);
      long pid = ProcessHandle.current().pid();
      Path data = all.resolve(pid + "-" + SERVERS.incrementAndGet());
      TestPostgres server = new TestPostgres(data, freePort());
      server.restart();
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Path target() {
    return Path.of(System.getProperty("basedir", System.getProperty("user.dir")), "target");
  }

  /** Data of earlier JVMs: they are named for their processes. */
  private static void removeLeftBehind(Path all) throws IOException {
    List<Path> left;
    try (Stream<Path> files = Files.list(all)) {
      left = files.filter(file -> !isOfLivingProcess(file)).toList();
    }
    for (Path one : left) {
      try (Stream<Path> files = Files.walk(one)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static boolean isOfLivingProcess(Path file) {
    String pid = file.getFileName().toString().replaceFirst("-.*", "");
    return !pid.matches("[0-9]{1,18}") || ProcessHandle.of(Long.parseLong(pid)).isPresent();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Starts the server again, with the data that it had, on the port that it had. */
  public void restart() {
    try {
      Path binaries = Files.createDirectories(target().resolve("postgres-binaries"));
      running =
          Optional.of(
              EmbeddedPostgres.builder()
                  .setOverrideWorkingDirectory(binaries.toFile())
                  .setDataDirectory(data)
                  .setCleanDataDirectory(false)
                  .setPort(port)
                  .setPGStartupWait(START_MAX)
                  .setServerConfig("fsync", "on")
                  .setServerConfig("synchronous_commit", "on")
                  .setServerConfig("max_connections", "200")
                  .setServerConfig("unix_socket_directories", "''")
                  .start());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Ends it in order: sessions are ended, everything is on disk. */
  public void stop() {
    try {
      running.orElseThrow().close();
      running = Optional.empty();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** {@code kill -9}, the server and all its processes. */
  public void kill() throws Exception {
    ProcessHandle server = server();
    List<ProcessHandle> all = Stream.concat(Stream.of(server), server.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle one : all) {
      one.onExit().get(END_MAX.toSeconds(), TimeUnit.SECONDS);
    }
    stop(); // finds nothing to stop, and gives back the lock on the data
  }

  /** How a server is told to end, without waiting for those who are connected. */
  public enum Shutdown {
    /** Sessions are broken off, everything is written to disk. */
    FAST("INT"),
    /** All its processes end at once; the next start repairs. */
    IMMEDIATE("QUIT");

    private final String signal;

    Shutdown(String signal) {
      this.signal = signal;
    }
  }

  public void stop(Shutdown how) throws Exception {
    ProcessHandle server = server();
    new ProcessBuilder("kill", "-" + how.signal, Long.toString(server.pid())).start().waitFor();
    server.onExit().get(END_MAX.toSeconds(), TimeUnit.SECONDS);
    stop(); // finds nothing to stop, and gives back the lock on the data
  }

  private ProcessHandle server() throws IOException {
    String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** Ends all sessions of a database; new ones may come at once. */
  public void endSessions(PostgresSettings database) throws SQLException {
    String name = database.url().substring(database.url().lastIndexOf('/') + 1);
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
  }

  /** An empty database, in which text is ordered as people in Sweden would. */
  public PostgresSettings freshDatabase() {
    String name = "t" + databases.incrementAndGet();
    try {
      execute(
          "CREATE DATABASE " + name + " TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'sv-SE'");
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return new PostgresSettings(url(name), USER, Optional.empty());
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** As the superuser, in no test's database. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url("postgres"), USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public Path data() {
    return data;
  }

  @Override
  public void close() {
    if (running.isPresent()) {
      stop();
    }
  }
}
