package cmtp.node.proof;

import cmtp.node.keys.ServerKeyFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One process of a cluster: it ends in many ways and comes back at the same place. It has a
 * loopback address of its own, so nobody takes its ports while it is away.
 */
final class ClusterProcess implements AutoCloseable {
  private static final List<String> JAVA =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");

  private final String host;
  private final Path data;
  private final int port;
  private final int clusterPort;
  private final List<String> settings;
  private volatile Optional<ServerProcess> running = Optional.empty();

  /**
   * @param settings as {@code name=value}, the same for all of the cluster
   */
  ClusterProcess(String host, Path data, String serverKey, List<String> settings)
      throws IOException {
    this.host = host;
    this.data = data;
    this.port = freePort(host);
    this.clusterPort = freePort(host);
    this.settings = List.copyOf(settings);
    Files.createDirectories(data);
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    Path key = data.resolve(ServerKeyFile.NAME);
    Files.writeString(key, serverKey + "\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  private static int freePort(String host) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    }
  }

  String name() {
    return data.getFileName().toString();
  }

  Path data() {
    return data;
  }

  /** Where clients find it, when it runs. */
  InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  /** What the others of the cluster call it. */
  String clusterAddress() {
    return host + ":" + clusterPort;
  }

  /** Returns when the process takes connections. */
  ServerProcess start() throws IOException {
    List<String> all = new ArrayList<>(settings);
    all.add("cmtp.listen.interface=" + host);
    all.add("cmtp.listen.port=" + port);
    all.add("cmtp.cluster.interface=" + host);
    all.add("cmtp.cluster.port=" + clusterPort);
    ServerProcess started = ServerProcess.start(data, List.of(), JAVA, all.toArray(String[]::new));
    running = Optional.of(started);
    return started;
  }

  /** The process; that of the last start, if it is over. */
  ServerProcess process() {
    return running.orElseThrow(() -> new AssertionError(name() + " was not started"));
  }

  boolean isAlive() {
    return running.isPresent() && running.get().isAlive();
  }

  /** What it says of its cluster. */
  JsonNode cluster() throws IOException, InterruptedException {
    return process().get("/v1/cluster");
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process().kill();
  }

  /** SIGTERM: the exit code. */
  int stop() throws InterruptedException {
    return process().terminate(Duration.ofSeconds(120));
  }

  String log() throws IOException {
    return Files.readString(data.resolveSibling(name() + ".log"));
  }

  @Override
  public void close() {
    running.ifPresent(
        one -> {
          try {
            one.kill();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
