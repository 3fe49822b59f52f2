package cmtp.simulations.resilience.place;

import cmtp.node.cli.Cmtp;
import cmtp.node.cli.operator.AdminClient;
import cmtp.simulations.resilience.disk.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code cmtp serve} of this very installation in a process of its own, which ends in many ways and
 * comes back at the same place.
 */
public final class NodeProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long START_NANOS_MAX = TimeUnit.MINUTES.toNanos(3);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long STOP_SECONDS_MAX = 60;
  private static final String OPERATOR = "admin.json";
  private static final String ACCEPTED = " accepted mid=";
  private static final int LOG_LINES = 3;

  /** Starts are what takes longest in a run; so they are made quick, and the heap is bounded. */
  private static final List<String> JAVA =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xmx384m",
          "-Xshare:auto",
          // Its first line on standard output is the node's, whatever Java thinks of its archive.
          "-Xlog:disable",
          "-Xlog:all=error:stderr");

  private final Spot spot;
  private volatile Path data;
  private volatile Process process;
  private boolean over;

  /**
   * Where and how it runs.
   *
   * @param data its data directory, at first
   * @param operatorHost where its operator's interface is found, if not where it says
   * @param prefix a program that runs it, with its options
   * @param settings as {@code name=value}
   */
  public record Spot(
      String name,
      Path data,
      InetSocketAddress address,
      Optional<String> operatorHost,
      List<String> prefix,
      List<String> settings) {
    public Spot {
      prefix = List.copyOf(prefix);
      settings = List.copyOf(settings);
    }
  }

  public NodeProcess(Spot spot) {
    this.spot = spot;
    this.data = spot.data();
  }

  /** A port of that address that is free now. */
  static int freePort(String host) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    }
  }

  public String name() {
    return spot.name();
  }

  /** Where clients find it, when it runs. */
  public InetSocketAddress address() {
    return spot.address();
  }

  public Path data() {
    return data;
  }

  /** Its next process works in another directory. */
  public void moveTo(Path directory) {
    data = directory;
  }

  /** What its processes have written to standard error. */
  public Path log() {
    return spot.data().resolveSibling(spot.data().getFileName() + ".log");
  }

  /**
   * Starts a process, and does not wait.
   *
   * @param environment is added to ours
   */
  public synchronized void launch(Map<String, String> environment) throws IOException {
    if (over) {
      throw new IOException("the run is over");
    }
    ProcessBuilder builder =
        new ProcessBuilder(command())
            .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().putAll(environment);
    process = builder.start();
  }

  public void launch() throws IOException {
    launch(Map.of());
  }

  private List<String> command() {
    List<String> words = new ArrayList<>(spot.prefix());
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(JAVA);
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:SharedArchiveFile="))
        .forEach(words::add);
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Cmtp.class.getName()));
    words.addAll(List.of("serve", "--json", "--data", data.toString()));
    set(words, "cmtp.listen.interface=" + spot.address().getAddress().getHostAddress());
    set(words, "cmtp.listen.port=" + spot.address().getPort());
    set(words, "cmtp.monitoring.port=off");
    spot.settings().forEach(setting -> set(words, setting));
    return words;
  }

  private static void set(List<String> words, String setting) {
    words.add("--set");
    words.add(setting);
  }

  /**
   * Waits until it serves.
   *
   * @throws IOException if its process ended before, or it takes too long
   */
  public void awaitServing() throws IOException {
    try {
      awaitWords();
      JSON.readerFor(JsonNode.class).readValue(process.getInputStream());
    } catch (IOException failed) {
      throw new IOException(
          name() + " did not start: " + failed.getMessage() + "\n" + lastLines(), failed);
    }
  }

  private void awaitWords() throws IOException {
    long startedNanos = System.nanoTime();
    while (process.getInputStream().available() == 0) {
      if (!process.isAlive() && process.getInputStream().available() == 0) {
        throw new EOFException("its process ended with code " + process.exitValue());
      }
      if (System.nanoTime() - startedNanos > START_NANOS_MAX) {
        throw new InterruptedIOException("it does not serve after so long a time");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private String lastLines() throws IOException {
    List<String> lines = new ArrayList<>();
    if (Files.exists(log())) {
      Files.readAllLines(log()).stream()
          .filter(line -> !line.contains(ACCEPTED))
          .forEach(lines::add);
    }
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Of a process that has ended. */
  public int exitCode() {
    return process.exitValue();
  }

  /** {@code kill -9}; returns when it is over. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Sends a signal by its name. */
  public void signal(String signal) throws IOException, InterruptedException {
    Tool.run("kill", "-" + signal, Long.toString(process.pid()));
  }

  /** Its operator's interface. */
  public AdminClient operator() throws IOException {
    if (spot.operatorHost().isEmpty()) {
      return AdminClient.of(data);
    }
    Path copies = spot.data().resolveSibling(spot.data().getFileName() + ".operator");
    String said = Files.readString(data.resolve(OPERATOR));
    Files.createDirectories(copies);
    Files.writeString(
        copies.resolve(OPERATOR), said.replace("127.0.0.1", spot.operatorHost().get()));
    return AdminClient.of(copies);
  }

  /** SIGTERM; returns when it is over. */
  public void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
      kill();
    }
  }

  /** {@code kill -9}, and no start any more. */
  @Override
  public synchronized void close() {
    over = true;
    if (process == null) {
      return;
    }
    try {
      kill();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
