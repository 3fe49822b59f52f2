package cmtp.simulations.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A browser without windows, which does what it is told through its debugging interface. It is
 * Debian's; where it is missing and may be installed, it is.
 */
final class Chromium implements AutoCloseable {
  private static final int SECONDS_MAX = 60;
  private static final int INSTALL_MINUTES_MAX = 10;
  private static final String LISTENS = "DevTools listening on ws://";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final String server;

  private Chromium(Process process, String server) {
    this.process = process;
    this.server = server;
  }

  /**
   * @param profile a new directory for what it keeps
   */
  static Chromium start(Path profile) throws Exception {
    List<String> command = new ArrayList<>(List.of(installed().toString(), "--headless"));
    command.addAll(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"));
    command.addAll(List.of("--disable-background-networking", "--disable-component-update"));
    command.addAll(List.of("--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars"));
    command.addAll(List.of("--remote-debugging-port=0", "--user-data-dir=" + profile));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    CompletableFuture<String> server = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, server), "chromium-errors");
    reader.setDaemon(true);
    reader.start();
    try {
      return new Chromium(process, server.get(SECONDS_MAX, TimeUnit.SECONDS));
    } catch (Exception failed) {
      end(process);
      throw new AssertionError("chromium does not start", failed);
    }
  }

  /** Tells where it listens; goes on reading, else it would wait for that. */
  private static void read(Process process, CompletableFuture<String> server) {
    List<String> lines = new ArrayList<>();
    try (BufferedReader errors = process.errorReader()) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        if (line.startsWith(LISTENS)) {
          server.complete(line.substring(LISTENS.length(), line.indexOf('/', LISTENS.length())));
        } else if (!server.isDone()) {
          lines.add(line);
        }
      }
    } catch (IOException ended) {
      lines.add(ended.toString());
    }
    server.completeExceptionally(new IOException(String.join("\n", lines)));
  }

  /** A page of its own, empty yet. */
  Tab open() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + server + "/json/new?about:blank"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    JsonNode made =
        new ObjectMapper().readTree(client.send(request, BodyHandlers.ofString()).body());
    return Tab.attach(client, URI.create(made.path("webSocketDebuggerUrl").asText()));
  }

  @Override
  public void close() {
    end(process);
  }

  private static void end(Process process) {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroy();
    process.onExit().orTimeout(SECONDS_MAX, TimeUnit.SECONDS).exceptionally(slow -> null).join();
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private static Path installed() throws IOException, InterruptedException {
    Optional<Path> found = find("chromium");
    if (found.isEmpty()) {
      install();
      found = find("chromium");
    }
    return found.orElseThrow(() -> missing("apt-get did not bring it"));
  }

  private static void install() throws IOException, InterruptedException {
    if (!System.getProperty("user.name").equals("root") || find("apt-get").isEmpty()) {
      throw missing("only root can install it, and only with apt-get");
    }
    apt("update");
    apt("install", "--yes", "--no-install-recommends", "chromium");
  }

  private static void apt(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("apt-get", "--quiet"));
    command.addAll(List.of(words));
    Path log = Files.createTempFile("apt", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    Process process = builder.redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(INSTALL_MINUTES_MAX, TimeUnit.MINUTES);
    if (!ended || process.exitValue() != 0) {
      process.destroy();
      throw missing(String.join(" ", command) + " failed:\n" + Files.readString(log));
    }
  }

  private static AssertionError missing(String why) {
    return new AssertionError(
        "There is no chromium to look at reports with, and " + why + "; install the package.");
  }

  private static Optional<Path> find(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder).resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
