package cmtp.node.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A place in a cluster: whenever its process ends, another one is started there, as a supervisor
 * would do it, unless that is held back.
 */
final class Member implements AutoCloseable {
  private static final List<String> JAVA =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final int number;
  private final InetSocketAddress address;
  private final String operator;
  private final Path data;
  private final List<String> prefix;
  private final List<String> settings;
  private final List<Life> lives = new CopyOnWriteArrayList<>();
  private final Thread supervisor;
  private volatile boolean held = true;
  private volatile boolean over;

  /** One process, from its start to its end. */
  static final class Life {
    private final Process process;
    private final long startedMs = System.currentTimeMillis();
    private volatile Optional<ServerProcess> serving = Optional.empty();
    private volatile long epoch;
    private volatile long endedMs = Long.MAX_VALUE;
    private volatile int code = -1;

    private Life(Process process) {
      this.process = process;
    }

    boolean isAlive() {
      return process.isAlive();
    }

    boolean isServing() {
      return serving.isPresent() && isAlive();
    }

    /** Of the cluster that it joined; 0 as long as it has joined none. */
    long epoch() {
      return epoch;
    }

    long startedMs() {
      return startedMs;
    }

    /** As late as can be, while it runs. */
    long endedMs() {
      return endedMs;
    }

    int code() {
      return code;
    }
  }

  /**
   * @param operator the address at which its operator's interface is found
   * @param settings as {@code name=value}
   */
  Member(
      int number,
      InetSocketAddress address,
      String operator,
      Path data,
      List<String> prefix,
      List<String> settings) {
    this.number = number;
    this.address = address;
    this.operator = operator;
    this.data = data;
    this.prefix = List.copyOf(prefix);
    this.settings = List.copyOf(settings);
    this.supervisor = new Thread(this::supervise, name());
    supervisor.setDaemon(true);
    supervisor.start();
  }

  private void supervise() {
    while (!over) {
      if (held) {
        LockSupport.parkNanos(LOOK_NANOS);
      } else {
        try {
          live();
        } catch (IOException | InterruptedException failed) {
          throw new IllegalStateException(name(), failed);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void live() throws IOException, InterruptedException {
    ServerProcess.Starting starting =
        ServerProcess.launch(data, prefix, JAVA, settings.toArray(String[]::new));
    Life life = new Life(starting.process());
    lives.add(life);
    if (over) {
      life.process.destroyForcibly();
    }
    try {
      ServerProcess server = starting.serving();
      server.operatorAt(operator);
      life.epoch = server.get("/v1/cluster").get("epoch").asLong();
      life.serving = Optional.of(server);
    } catch (IOException ended) {
      // its code says more
    }
    life.code = life.process.waitFor();
    life.endedMs = System.currentTimeMillis();
  }

  String name() {
    return "n" + number;
  }

  int number() {
    return number;
  }

  /** Where clients find it, when it runs. */
  InetSocketAddress address() {
    return address;
  }

  /** All its processes so far, in order. */
  List<Life> lives() {
    return List.copyOf(lives);
  }

  /** The newest; it may be over. */
  Life life() {
    return lives.get(lives.size() - 1);
  }

  /** The one that served then, if any. */
  Optional<Life> life(long atMs) {
    return lives.stream()
        .filter(life -> life.startedMs() <= atMs && atMs <= life.endedMs())
        .findFirst();
  }

  boolean isServing() {
    return !lives.isEmpty() && life().isServing();
  }

  ServerProcess server() {
    return life().serving.orElseThrow(() -> new AssertionError(name() + " does not serve"));
  }

  /** What it says of its cluster. */
  JsonNode cluster() throws IOException, InterruptedException {
    return server().get("/v1/cluster");
  }

  /** From now on it runs. */
  void start() {
    held = false;
  }

  /** From now on nobody starts it again. */
  void hold() {
    held = true;
  }

  /** Sends a signal to the process that runs, if one does. */
  void signal(String signal) throws IOException, InterruptedException {
    String pid = Long.toString(life().process.pid());
    int code = new ProcessBuilder("kill", "-" + signal, pid).start().waitFor();
    if (code != 0 && life().isAlive()) {
      throw new AssertionError("kill -" + signal + " " + pid + " of " + name());
    }
  }

  Life awaitEnd(Life life, Duration patience) throws InterruptedException {
    if (!life.process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(name() + " still runs after " + patience);
    }
    while (life.endedMs() == Long.MAX_VALUE) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return life;
  }

  /** What its processes have logged. */
  List<String> log() throws IOException {
    Path log = data.resolveSibling(data.getFileName() + ".log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  @Override
  public void close() {
    over = true;
    lives.forEach(life -> life.process.destroyForcibly());
    try {
      supervisor.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
