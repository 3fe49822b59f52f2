package cmtp.node.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What monitoring reads over HTTP, without a token because nothing in it is secret: whether the
 * process lives ({@code /health/live}), whether it takes mail ({@code /health/ready}), and its
 * metrics ({@code /metrics}). It answers from the first moment of the start to the last of the
 * stop.
 */
public final class Monitoring implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Monitoring.class);
  private static final int THREADS = 4;
  private static final int BACKLOG = 16;

  /** For a request and its answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int FAILED = 500;
  private static final int UNAVAILABLE = 503;

  private final HttpServer http;
  private final ImpatientThreads threads = new ImpatientThreads(THREADS, PATIENCE);
  private final Health health;
  private final MetricsPage metrics;

  /** Writes the metrics in the form that is asked for. */
  @FunctionalInterface
  public interface MetricsPage {
    /**
     * @param accept what the reader understands; may be empty
     */
    Answer read(String accept);
  }

  /** What is told, and in which form. */
  public record Answer(int status, String contentType, byte[] body) {
    static Answer text(int status, String line) {
      return new Answer(
          status, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private Monitoring(HttpServer http, Health health, MetricsPage metrics) {
    this.http = http;
    this.health = health;
    this.metrics = metrics;
  }

  /**
   * @throws IOException if the address can't be had
   */
  public static Monitoring start(InetSocketAddress address, Health health, MetricsPage metrics)
      throws IOException {
    HttpServer http = HttpServer.create(address, BACKLOG);
    Monitoring monitoring = new Monitoring(http, health, metrics);
    http.setExecutor(monitoring.threads);
    http.createContext("/", monitoring::serve);
    http.start();
    return monitoring;
  }

  public InetSocketAddress address() {
    return http.getAddress();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, answer(exchange));
    }
  }

  private Answer answer(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Answer.text(NOT_ALLOWED, "only GET");
    }
    try {
      return switch (exchange.getRequestURI().getPath()) {
        case "/health/live" -> Answer.text(OK, "live");
        case "/health/ready" -> ready();
        case "/metrics" ->
            metrics.read(
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept")).orElse(""));
        default -> Answer.text(NOT_FOUND, "/health/live, /health/ready or /metrics");
      };
    } catch (RuntimeException broken) {
      LOG.error("monitoring failed", broken);
      return Answer.text(FAILED, "failed; the log says why");
    }
  }

  private Answer ready() {
    return health
        .whyNotReady()
        .map(why -> Answer.text(UNAVAILABLE, "not ready: " + why))
        .orElseGet(() -> Answer.text(OK, "ready"));
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    boolean body = exchange.getRequestMethod().equals("GET");
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    exchange.sendResponseHeaders(answer.status(), body ? answer.body().length : -1);
    if (body) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer.body());
      }
    }
  }

  @Override
  public void close() {
    http.stop(0);
    threads.close();
  }
}
