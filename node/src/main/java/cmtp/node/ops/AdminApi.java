package cmtp.node.ops;

import cmtp.node.SettingDescription;
import cmtp.node.mailbox.Mailboxes;
import cmtp.node.ops.AdminException.Code;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SecureRandomBytes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's interface: HTTP and JSON on 127.0.0.1, with a bearer token that stands, with the
 * address, in {@code admin.json} in the data directory, readable by its owner only. Requests are
 * bounded in size and few at a time.
 */
public final class AdminApi implements AutoCloseable {
  public static final String FILE = "admin.json";

  private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);
  private static final int THREADS = 4;
  private static final int BACKLOG = 16;
  private static final int BODY_BYTES_MAX = 64 * 1024;
  private static final int TOKEN_BYTES = 24;
  private static final String BEARER = "Bearer ";
  private static final String ACCOUNTS = "/v1/accounts/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer http;
  private final ExecutorService threads;
  private final Path file;
  private final Bytes tokenHash;
  private final NodeStatus status;
  private final List<SettingDescription> settings;
  private final AccountAdmin accounts;
  private final Consumer<ActorRef<Integer>> countConnections;
  private final ActorSystem<?> system;

  private AdminApi(
      HttpServer http,
      String token,
      NodeStatus status,
      List<SettingDescription> settings,
      AccountAdmin accounts,
      Consumer<ActorRef<Integer>> countConnections,
      ActorSystem<?> system) {
    this.http = http;
    this.threads = Executors.newFixedThreadPool(THREADS);
    this.file = status.dataDirectory().resolve(FILE);
    this.tokenHash = Hash.of(Bytes.utf8(token));
    this.status = status;
    this.settings = settings;
    this.accounts = accounts;
    this.countConnections = countConnections;
    this.system = system;
  }

  /**
   * Starts to serve, and then writes the file by which the command line finds it.
   *
   * @throws IOException if the port can't be had or the file can't be written
   */
  public static AdminApi start(
      int port,
      NodeStatus status,
      List<SettingDescription> settings,
      Mailboxes mailboxes,
      Consumer<ActorRef<Integer>> countConnections,
      ActorSystem<?> system,
      SecureRandomBytes random,
      Clock clock)
      throws IOException {
    String token = random.next(TOKEN_BYTES).base64();
    HttpServer http =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
            BACKLOG);
    AccountAdmin accounts = new AccountAdmin(status.identity(), mailboxes, system, random, clock);
    AdminApi api = new AdminApi(http, token, status, settings, accounts, countConnections, system);
    http.setExecutor(api.threads);
    http.createContext("/", api::serve);
    http.start();
    api.publish(token);
    return api;
  }

  private void publish(String token) throws IOException {
    ObjectNode found = JSON.createObjectNode();
    found.put("url", "http://127.0.0.1:" + http.getAddress().getPort());
    found.put("token", token);
    found.put("pid", status.pid());
    Path fresh = file.resolveSibling(FILE + ".new");
    Files.deleteIfExists(fresh);
    try (var channel =
        Files.newByteChannel(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(Bytes.wrap(JSON.writeValueAsBytes(found)).asByteBuffer());
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Finishes nothing: whoever is waiting is told by the closed connection. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException left) {
      LOG.warn("can't delete {}: {}", file, left.toString());
    }
    http.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        mustBeAuthorized(exchange);
        Result result = route(exchange);
        send(exchange, result.status(), result.body());
      } catch (AdminException refused) {
        send(exchange, refused.code().status, error(refused.code(), refused.getMessage()));
      } catch (RuntimeException broken) {
        LOG.error("the admin interface failed on {}", exchange.getRequestURI(), broken);
        send(exchange, Code.INTERNAL.status, error(Code.INTERNAL, "failed; the log says why"));
      }
    }
  }

  private record Result(int status, JsonNode body) {}

  private void mustBeAuthorized(HttpExchange exchange) {
    String header =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    boolean known =
        header.startsWith(BEARER)
            && Hash.of(Bytes.utf8(header.substring(BEARER.length()))).equals(tokenHash);
    if (!known) {
      throw new AdminException(
          Code.UNAUTHORIZED, "wrong token; the right one is in " + file.getFileName());
    }
  }

  private Result route(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    return switch (exchange.getRequestMethod() + " " + path) {
      case "GET /v1/status" -> new Result(200, describeStatus());
      case "GET /v1/config" -> new Result(200, describeSettings());
      case "GET /v1/accounts" -> new Result(200, listAccounts(exchange));
      case "POST /v1/accounts" -> addAccount(body(exchange));
      case "POST /v1/invitations" -> invite(body(exchange));
      default -> routeAccount(exchange, path);
    };
  }

  private Result routeAccount(HttpExchange exchange, String path) throws IOException {
    if (path.startsWith(ACCOUNTS)) {
      String rest = exchange.getRequestURI().getRawPath().substring(ACCOUNTS.length());
      int slash = rest.indexOf('/');
      String address = decoded(slash < 0 ? rest : rest.substring(0, slash));
      String action = slash < 0 ? "" : rest.substring(slash);
      switch (exchange.getRequestMethod() + " " + action) {
        case "POST /disable":
          return changed(accounts.disable(address).toString(), "disabled");
        case "POST /enable":
          return changed(accounts.enable(address).toString(), "active");
        case "POST /reset":
          JsonNode body = body(exchange);
          return changed(
              accounts.reset(address, bytes(body, "record"), bytes(body, "xzibit")).toString(),
              "reset");
        case "DELETE ":
          return changed(accounts.remove(address).toString(), "removed");
        default:
          break;
      }
    }
    throw new AdminException(
        Code.NOTFOUND, "no such request: " + exchange.getRequestMethod() + " " + path);
  }

  private static Result changed(String address, String status) {
    return new Result(200, JSON.createObjectNode().put("address", address).put("status", status));
  }

  private JsonNode describeStatus() {
    ObjectNode node = JSON.createObjectNode();
    node.put("version", status.version());
    ArrayNode domains = node.putArray("domains");
    status.identity().domains().forEach(domain -> domains.add(domain.value()));
    describeAddress(node, status.address());
    status.cmtpdAddress().ifPresent(address -> describeAddress(node.putObject("cmtpd"), address));
    node.put("serverKey", status.identity().key().publicKey().base64());
    node.put("fingerprint", status.identity().key().publicKey().fingerprint());
    node.put("pid", status.pid());
    node.put("startedMs", status.startedMs());
    node.put("dataDirectory", status.dataDirectory().toString());
    node.put("connections", connections());
    return node;
  }

  private static void describeAddress(ObjectNode node, InetSocketAddress address) {
    node.put("interface", address.getAddress().getHostAddress());
    node.put("port", address.getPort());
  }

  private int connections() {
    try {
      Function<ActorRef<Integer>, ActorRef<Integer>> question = replyTo -> replyTo;
      return Asking.ask(countConnections, question, Duration.ofSeconds(5), system)
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AdminException(Code.BUSY, "the node is stopping");
    } catch (ExecutionException | TimeoutException slow) {
      throw new AdminException(Code.BUSY, "the node did not answer in time");
    }
  }

  private JsonNode describeSettings() {
    ObjectNode node = JSON.createObjectNode();
    ArrayNode rows = node.putArray("settings");
    for (SettingDescription setting : settings) {
      rows.addObject()
          .put("name", setting.name())
          .put("value", setting.value())
          .put("default", setting.defaultValue())
          .put("meaning", setting.meaning())
          .put("origin", setting.origin());
    }
    return node;
  }

  private JsonNode listAccounts(HttpExchange exchange) {
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    Optional<String> domain =
        query.startsWith("domain=")
            ? Optional.of(decoded(query.substring("domain=".length())))
            : Optional.empty();
    ObjectNode node = JSON.createObjectNode();
    ArrayNode rows = node.putArray("accounts");
    for (AccountAdmin.Row row : accounts.list(domain)) {
      rows.addObject()
          .put("address", row.address().toString())
          .put("status", row.status())
          .put("fingerprint", row.fingerprint())
          .put("messages", row.messages())
          .put("usedBytes", row.used())
          .put("quotaBytes", status.quotaBytes())
          .put("sinceMs", row.sinceMs());
    }
    return node;
  }

  private Result addAccount(JsonNode body) {
    String address =
        accounts
            .add(text(body, "address"), bytes(body, "record"), bytes(body, "xzibit"))
            .toString();
    return new Result(201, JSON.createObjectNode().put("address", address));
  }

  private Result invite(JsonNode body) {
    AccountAdmin.Invitation invitation =
        accounts.invite(text(body, "address"), body.path("validSeconds").asLong(0));
    return new Result(
        201,
        JSON.createObjectNode()
            .put("address", invitation.address().toString())
            .put("code", invitation.code())
            .put("expiresMs", invitation.expiresMs()));
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes;
    try (InputStream in = exchange.getRequestBody()) {
      bytes = in.readNBytes(BODY_BYTES_MAX + 1);
    }
    if (bytes.length > BODY_BYTES_MAX) {
      throw new AdminException(Code.BADREQUEST, "the request is too large");
    }
    try {
      return Optional.ofNullable(JSON.readTree(bytes))
          .filter(JsonNode::isObject)
          .orElseThrow(() -> new AdminException(Code.BADREQUEST, "the request is no JSON object"));
    } catch (JsonProcessingException malformed) {
      throw new AdminException(Code.BADREQUEST, "the request is no JSON");
    }
  }

  private static String text(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (!value.isTextual()) {
      throw new AdminException(Code.BADREQUEST, "the field " + field + " is missing");
    }
    return value.textValue();
  }

  private static Bytes bytes(JsonNode body, String field) {
    return Bytes.base64(text(body, field))
        .orElseThrow(
            () -> new AdminException(Code.BADREQUEST, "the field " + field + " is no base64url"));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new AdminException(Code.BADREQUEST, "malformed percent-encoding");
    }
  }

  private static JsonNode error(Code code, String message) {
    return JSON.createObjectNode()
        .put("error", message)
        .put("code", code.name().toLowerCase(java.util.Locale.ROOT));
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
