package cmtp.node.ops;

import cmtp.node.ops.AdminException.Code;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SecureRandomBytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** Until a request shows the token; an operator's may then last as long as it does. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int TOKEN_BYTES = 24;
  private static final String BEARER = "Bearer ";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer http;
  private final ImpatientThreads threads = new ImpatientThreads(THREADS, PATIENCE);
  private final Path file;
  private final Bytes tokenHash;
  private final List<AdminRoutes> routes;

  private AdminApi(HttpServer http, String token, Path file, List<AdminRoutes> routes) {
    this.http = http;
    this.file = file;
    this.tokenHash = Hash.of(Bytes.utf8(token));
    this.routes = List.copyOf(routes);
  }

  /**
   * Starts to serve, and then writes the file by which the command line finds it.
   *
   * @throws IOException if the port can't be had or the file can't be written
   */
  public static AdminApi start(
      int port, Path dataDirectory, List<AdminRoutes> routes, SecureRandomBytes random)
      throws IOException {
    String token = random.next(TOKEN_BYTES).base64();
    HttpServer http =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
            BACKLOG);
    AdminApi api = new AdminApi(http, token, dataDirectory.resolve(FILE), routes);
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
    found.put("pid", ProcessHandle.current().pid());
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
    threads.close();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        mustBeAuthorized(exchange);
        ImpatientThreads.takeYourTime();
        AdminAnswer answer = answer(exchange);
        send(exchange, answer.status(), answer.body());
      } catch (AdminException refused) {
        send(exchange, refused.code().status, error(refused.code(), refused.getMessage()));
      } catch (RuntimeException broken) {
        LOG.error("the admin interface failed on {}", exchange.getRequestURI(), broken);
        send(exchange, Code.INTERNAL.status, error(Code.INTERNAL, "failed; the log says why"));
      }
    }
  }

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

  private AdminAnswer answer(HttpExchange exchange) throws IOException {
    AdminRequest request = AdminRequest.of(exchange);
    for (AdminRoutes group : routes) {
      Optional<AdminAnswer> answer = group.answer(request);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw new AdminException(Code.NOTFOUND, "no such request: " + request);
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
