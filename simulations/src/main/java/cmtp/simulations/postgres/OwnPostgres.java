package cmtp.simulations.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A PostgreSQL server of our own on 127.0.0.1, with data where it is told to and as durable as one
 * in earnest. Its binaries are a library, and it runs as root, too.
 */
public final class OwnPostgres implements AutoCloseable {
  public static final String USER = "postgres";

  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final EmbeddedPostgres server;
  private final Path data;

  private OwnPostgres(EmbeddedPostgres server, Path data) {
    this.server = server;
    this.data = data;
  }

  /**
   * Goes on with what is in the folder, or begins anew there.
   *
   * @param binaries where the server's programs are unpacked, unless they are there
   * @param port 0 takes any free one
   */
  public static OwnPostgres start(Path data, Path binaries, int port) throws IOException {
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(Files.createDirectories(binaries).toFile())
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setPort(port)
            .setPGStartupWait(START_MAX)
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "200")
            .setServerConfig("unix_socket_directories", "''")
            .start();
    return new OwnPostgres(server, data);
  }

  public int port() {
    return server.getPort();
  }

  /** Of the database that every server has. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres";
  }

  /** The first process, whose children are all others. */
  public long pid() throws IOException {
    return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
  }

  /** Ends it in order. */
  @Override
  public void close() throws IOException {
    server.close();
  }
}
