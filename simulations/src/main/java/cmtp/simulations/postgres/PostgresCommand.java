package cmtp.simulations.postgres;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmtp load postgres}: a PostgreSQL server to try and to measure a cluster with. */
@Command(
    name = "postgres",
    description = {
      "Run a PostgreSQL server on 127.0.0.1, for trying and measuring: its only user needs no"
          + " password. Commits wait for the disk. It needs no installation, but a clone: the"
          + " distribution has no PostgreSQL in it.",
      "Ctrl-C stops it; the data stays, and another start goes on with it."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp load postgres --database-data /var/tmp/pg",
      "  cmtp load postgres --database-data /var/tmp/pg --port 5433 --json"
    })
public final class PostgresCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;

  @Option(
      names = "--database-data",
      paramLabel = "DIR",
      required = true,
      description = "Where the server keeps its data; its programs are unpacked beside it.")
  private Path data;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "TCP port; any free one unless given.")
  private int port;

  public PostgresCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path directory = terminal.directory().resolve(data).toAbsolutePath();
    Files.createDirectories(directory.getParent());
    Path programs = directory.resolveSibling(directory.getFileName() + "-programs");
    try (OwnPostgres server = OwnPostgres.start(directory, programs, port)) {
      report(server);
      new CountDownLatch(1).await(); // the library ends the server with this process
      return ExitCode.OK.number();
    } catch (NoClassDefFoundError distribution) {
      throw new CliFailure(
          ExitCode.USAGE, "there is no PostgreSQL in here: run this from a clone", distribution);
    }
  }

  private void report(OwnPostgres server) throws IOException {
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("url", server.url());
      json.put("user", OwnPostgres.USER);
      json.put("port", server.port());
      json.put("pid", server.pid());
      terminal.json(json);
    } else {
      terminal.say("PostgreSQL " + server.pid() + " answers. Settings of a node that uses it:");
      terminal.say(
          "  --set 'cmtp.store.url=\""
              + server.url()
              + "\"' --set cmtp.store.user="
              + OwnPostgres.USER);
      terminal.say("Ctrl-C stops it.");
    }
    terminal.out().flush();
  }
}
