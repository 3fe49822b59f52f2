package cmtp.node;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.address.Address;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.crypto.Password;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.crypto.Xzibit;
import cmtp.protocol.record.KeyRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A real node in this process, on a free port, with the operator's interface at hand. */
public final class TestNode implements AutoCloseable {
  public static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final NodeServer server;

  /** An account with its private key. */
  public record User(Address address, SigningKey key) {}

  private TestNode(NodeServer server) {
    this.server = server;
  }

  private SigningKey serverSecret() {
    try {
      String line = Files.readString(server.dataDirectory().resolve("server.key"));
      return Bytes.base64(line.strip()).flatMap(SigningKey::fromSecret).orElseThrow();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public static TestNode start(Path data, String... settings) {
    return new TestNode(NodeServer.start(settings(data, settings)));
  }

  /** A node for which these are all other domains. */
  public static TestNode start(Path data, FarDomains others, String... settings) {
    return new TestNode(NodeServer.start(settings(data, settings), traces -> others));
  }

  private static NodeSettings settings(Path data, String... settings) {
    Map<String, String> overrides = new HashMap<>();
    overrides.put("cmtp.data-directory", "\"" + data + "\"");
    overrides.put("cmtp.listen.port", "0");
    overrides.put("cmtp.monitoring.port", "0");
    overrides.put("cmtp.listen.interface", "127.0.0.1");
    overrides.put("cmtp.domains", "[\"example.org\"]");
    for (String setting : settings) {
      String[] pair = setting.split("=", 2);
      overrides.put(pair[0].strip(), pair[1].strip());
    }
    return NodeSettings.load(Optional.empty(), overrides, Map.of());
  }

  public NodeServer server() {
    return server;
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
  }

  /** Where the cmtpd dialect is spoken. */
  public InetSocketAddress cmtpdAddress() {
    return server.cmtpdAddress().orElseThrow();
  }

  /** A connection whose server key is known. */
  public CmtpClient connect() throws IOException {
    CmtpClient client = CmtpClient.connect(address(), TIMEOUT, SecureRandomBytes.system());
    client.fetchServerKey();
    return client;
  }

  /** A secure channel with a proven user. */
  public CmtpClient session(User user) throws IOException {
    CmtpClient client = connect();
    client.secure();
    client.authenticate(user.address().toString(), "test", user.key());
    return client;
  }

  /** Opens an account; its xzibit opens with the password {@code secret}. */
  public User open(String name) {
    SigningKey key = SigningKey.generate();
    return open(name, key, Xzibit.sealV1(key, Password.of("secret"), Bytes.wrap(new byte[32])));
  }

  /**
   * Opens an account in the primary domain, or in the one that the name gives; at once, because its
   * xzibit opens with no password.
   */
  public User openWithoutPassword(String name) {
    SigningKey key = SigningKey.generate();
    return open(name, key, anXzibit(key));
  }

  /** Of an xzibit's form, quickly made; nothing opens it. */
  public static Bytes anXzibit(SigningKey key) {
    byte[] xzibit = new byte[Limits.XZIBIT_BYTES];
    xzibit[3] = 2;
    key.publicKey().bytes().copyTo(xzibit, 4);
    return Bytes.wrap(xzibit);
  }

  public User open(String name, SigningKey key, Bytes xzibit) {
    Address address =
        Address.parse(name.contains("@") ? name : name + "@" + server.domains().get(0));
    JsonNode answer =
        admin(
            "POST",
            "/v1/accounts",
            Map.of(
                "address", address.toString(),
                "record", firstRecord(address, key).base64(),
                "xzibit", xzibit.base64()));
    if (answer.has("error")) {
      throw new IllegalStateException(answer.toString());
    }
    return new User(address, key);
  }

  public static Bytes firstRecord(Address address, SigningKey key) {
    return KeyRecord.first(key, address.account(), address.domain(), System.currentTimeMillis())
        .record()
        .bytes();
  }

  /** A request to the operator's interface: the answer, or the error. */
  public JsonNode admin(String method, String path, Map<String, ?> body) {
    try {
      JsonNode found =
          JSON.readTree(Files.readString(server.dataDirectory().resolve("admin.json")));
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(found.get("url").textValue() + path))
              .header("Authorization", "Bearer " + found.get("token").textValue())
              .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
              .build();
      return JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** What this server must say. */
  public Exact exact() {
    return new Exact(serverSecret(), server.domains().get(0).value());
  }

  /** The file that holds everything; others may look while the node runs. */
  public Path database() {
    return server.dataDirectory().resolve("mail.db");
  }

  /** An invitation's code. */
  public String invite(String name) {
    JsonNode answer =
        admin("POST", "/v1/invitations", Map.of("address", name, "validSeconds", 3600));
    return answer.get("code").textValue();
  }

  /** Disables, enables or removes an account, as the operator does. */
  public void change(User user, String method, String action) {
    JsonNode answer = admin(method, "/v1/accounts/" + user.address() + action, Map.of());
    if (answer.has("error")) {
      throw new IllegalStateException(answer.toString());
    }
  }

  /** Gives the account a new key. */
  public User reset(User user) {
    SigningKey key = SigningKey.generate();
    JsonNode answer =
        admin(
            "POST",
            "/v1/accounts/" + user.address() + "/reset",
            Map.of(
                "record", firstRecord(user.address(), key).base64(),
                "xzibit", anXzibit(key).base64()));
    if (answer.has("error")) {
      throw new IllegalStateException(answer.toString());
    }
    return new User(user.address(), key);
  }

  /** Looks until the node has so many connections: nobody is told when one is gone for good. */
  public void awaitConnections(int wanted) {
    long until = System.nanoTime() + 3 * TIMEOUT.toNanos();
    int found = connections();
    while (found != wanted) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError(found + " connections, and not " + wanted);
      }
      LockSupport.parkNanos(20_000_000);
      found = connections();
    }
  }

  private int connections() {
    return admin("GET", "/v1/status", Map.of()).get("connections").asInt();
  }

  public VerifyKey serverKey() {
    return VerifyKey.ofBase64(admin("GET", "/v1/status", Map.of()).get("serverKey").textValue())
        .orElseThrow();
  }

  @Override
  public void close() {
    server.close();
  }
}
