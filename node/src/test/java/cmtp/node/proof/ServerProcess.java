package cmtp.node.proof;

import cmtp.node.TestNode.User;
import cmtp.node.cli.Cmtp;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.crypto.Password;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.Xzibit;
import cmtp.protocol.record.KeyRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
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
import java.util.concurrent.TimeUnit;

/** {@code cmtp serve} in a process of its own, for the domain localhost on a free port. */
final class ServerProcess implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path data;
  private final int port;

  private ServerProcess(Process process, Path data, int port) {
    this.process = process;
    this.data = data;
    this.port = port;
  }

  /**
   * @param prefix a program that runs the server, with its options
   * @param java options of the Java machine
   * @param settings as {@code name=value}
   */
  static ServerProcess start(Path data, List<String> prefix, List<String> java, String... settings)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Cmtp.class.getName(), "serve"));
    command.addAll(List.of("--json", "--port", "0", "--data", data.toString()));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    Path log = data.resolveSibling(data.getFileName() + ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      JsonNode said = JSON.readerFor(JsonNode.class).readValue(process.getInputStream());
      return new ServerProcess(process, data, said.get("port").asInt());
    } catch (IOException | RuntimeException failed) {
      process.destroyForcibly();
      throw new IOException("the server did not start: " + Files.readString(log), failed);
    }
  }

  static ServerProcess start(Path data) throws IOException {
    return start(data, List.of(), List.of());
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  CmtpClient connect() throws IOException {
    CmtpClient client = CmtpClient.connect(address(), TIMEOUT, SecureRandomBytes.system());
    client.fetchServerKey();
    return client;
  }

  CmtpClient session(User user) throws IOException {
    CmtpClient client = connect();
    client.secure();
    client.authenticate(user.address().toString(), "proof", user.key());
    return client;
  }

  User open(String name) throws IOException, InterruptedException {
    return open(Address.of(name, "localhost"));
  }

  User open(Address address) throws IOException, InterruptedException {
    SigningKey key = SigningKey.generate();
    Bytes record =
        KeyRecord.first(key, address.account(), address.domain(), System.currentTimeMillis())
            .record()
            .bytes();
    Bytes xzibit = Xzibit.sealV1(key, Password.of("secret"), Bytes.wrap(new byte[32]));
    HttpRequest request =
        operator("/v1/accounts")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.writeValueAsString(
                        Map.of(
                            "address", address.toString(),
                            "record", record.base64(),
                            "xzibit", xzibit.base64()))))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IOException(answer.body());
    }
    return new User(address, key);
  }

  /** What the operator's interface answers. */
  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(operator(path).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private HttpRequest.Builder operator(String path) throws IOException {
    JsonNode found = JSON.readTree(Files.readString(data.resolve("admin.json")));
    return HttpRequest.newBuilder(URI.create(found.get("url").textValue() + path))
        .header("Authorization", "Bearer " + found.get("token").textValue());
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
