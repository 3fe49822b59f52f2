package cmtp.node.proof;

import cmtp.node.TestNode;
import cmtp.node.TestNode.User;
import cmtp.node.cli.Cmtp;
import cmtp.protocol.address.Address;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code cmtp serve} in a process of its own, for the domain localhost on a free port if nothing
 * else is set.
 */
final class ServerProcess implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path data;
  private final String domain;
  private final InetSocketAddress address;
  private final URI monitoring;

  /** Where the operator's interface is found, if not where it says. */
  private volatile Optional<String> operator = Optional.empty();

  private ServerProcess(Process process, Path data, JsonNode said) {
    String listen = said.get("listen").textValue();
    this.process = process;
    this.data = data;
    this.domain = said.get("domains").get(0).textValue();
    this.address =
        new InetSocketAddress(
            listen.substring(0, listen.lastIndexOf(':')), said.get("port").asInt());
    this.monitoring = URI.create("http://" + said.get("monitoring").textValue());
  }

  /**
   * A process that does not serve yet, and perhaps never will.
   *
   * @param log what it writes to standard error
   */
  record Starting(Process process, Path data, Path log) {
    /** Waits until it serves. */
    ServerProcess serving() throws IOException {
      try {
        JsonNode said = JSON.readerFor(JsonNode.class).readValue(process.getInputStream());
        return new ServerProcess(process, data, said);
      } catch (IOException | RuntimeException failed) {
        process.destroyForcibly();
        throw new IOException("the server did not start: " + Files.readString(log), failed);
      }
    }
  }

  /**
   * @param prefix a program that runs the server, with its options
   * @param java options of the Java machine
   * @param settings as {@code name=value}
   */
  static ServerProcess start(Path data, List<String> prefix, List<String> java, String... settings)
      throws IOException {
    return launch(data, prefix, java, settings).serving();
  }

  /** The same, without waiting. */
  static Starting launch(Path data, List<String> prefix, List<String> java, String... settings)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Cmtp.class.getName(), "serve"));
    command.addAll(List.of("--json", "--data", data.toString(), "--set", "cmtp.listen.port=0"));
    command.addAll(List.of("--set", "cmtp.monitoring.port=0"));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    Path log = data.resolveSibling(data.getFileName() + ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new Starting(process, data, log);
  }

  static ServerProcess start(Path data) throws IOException {
    return start(data, List.of(), List.of());
  }

  /** The operator's interface is on the process's own loopback, and led to from this address. */
  void operatorAt(String host) {
    operator = Optional.of(host);
  }

  InetSocketAddress address() {
    return address;
  }

  CmtpClient connect() throws IOException {
    return connect(address, TIMEOUT);
  }

  /** A connection to whoever is there, and believes the key that it tells. */
  static CmtpClient connect(InetSocketAddress address, Duration timeout) throws IOException {
    CmtpClient client = CmtpClient.connect(address, timeout, SecureRandomBytes.system());
    try {
      client.fetchServerKey();
      return client;
    } catch (IOException failed) {
      client.close();
      throw failed;
    }
  }

  CmtpClient session(User user) throws IOException {
    return session(address, user, TIMEOUT);
  }

  static CmtpClient session(InetSocketAddress address, User user, Duration timeout)
      throws IOException {
    CmtpClient client = connect(address, timeout);
    try {
      client.secure();
      client.authenticate(user.address().toString(), "proof", user.key());
      return client;
    } catch (IOException failed) {
      client.close();
      throw failed;
    }
  }

  /** Opens an account that has no password. */
  User open(String name) throws IOException, InterruptedException {
    return open(Address.of(name, domain));
  }

  User open(Address address) throws IOException, InterruptedException {
    SigningKey key = SigningKey.generate();
    JsonNode answer =
        admin(
            "POST",
            "/v1/accounts",
            Map.of(
                "address", address.toString(),
                "record", TestNode.firstRecord(address, key).base64(),
                "xzibit", TestNode.anXzibit(key).base64()));
    if (answer.has("error")) {
      throw new IOException(answer.toString());
    }
    return new User(address, key);
  }

  /** A request to the operator's interface: the answer, or the error. */
  JsonNode admin(String method, String path, Map<String, ?> body)
      throws IOException, InterruptedException {
    JsonNode found = JSON.readTree(Files.readString(data.resolve("admin.json")));
    String url = found.get("url").textValue();
    String base = operator.map(host -> url.replace("127.0.0.1", host)).orElse(url);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Authorization", "Bearer " + found.get("token").textValue())
            .timeout(TIMEOUT)
            .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    return JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** Whether the process wants connections, as a balancer in front of it would ask. */
  boolean isReady() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(monitoring.resolve("/health/ready")).timeout(TIMEOUT).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException gone) {
      return false;
    }
  }

  VerifyKey serverKey() throws IOException, InterruptedException {
    String key = admin("GET", "/v1/status", Map.of()).get("serverKey").textValue();
    return VerifyKey.ofBase64(key).orElseThrow();
  }

  /** The same for a question. */
  JsonNode get(String path) throws IOException, InterruptedException {
    JsonNode answer = admin("GET", path, Map.of());
    if (answer.has("error")) {
      throw new IOException(answer.toString());
    }
    return answer;
  }

  /** The most memory that the process ever had resident. */
  long residentPeakKiB() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a signal, by its name. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
  }

  /** SIGTERM: the exit code when the process has ended. */
  int terminate(Duration patience) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the process did not end in " + patience);
    }
    return process.exitValue();
  }

  /** The exit code, when the process has ended by itself. */
  int awaitExit(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the process still runs after " + patience);
    }
    return process.exitValue();
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM, and the end of the process. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the server did not stop on SIGTERM");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
