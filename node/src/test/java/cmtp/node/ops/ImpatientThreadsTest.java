package cmtp.node.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImpatientThreadsTest {
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final int MUCH = 64 * 1024 * 1024;

  private final CountDownLatch never = new CountDownLatch(1);
  private ImpatientThreads threads;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    threads = new ImpatientThreads(1, PATIENCE);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange.getResponseBody(), exchange, 2));
    server.createContext("/much", exchange -> answer(exchange.getResponseBody(), exchange, MUCH));
    server.createContext(
        "/late",
        exchange -> {
          ImpatientThreads.takeYourTime();
          waitFor(PATIENCE.multipliedBy(5));
          answer(exchange.getResponseBody(), exchange, 2);
        });
    server.start();
  }

  private static void answer(
      OutputStream out, com.sun.net.httpserver.HttpExchange exchange, int bytes)
      throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, bytes);
      out.write(new byte[bytes]);
    }
  }

  private void waitFor(Duration time) {
    try {
      assertFalse(never.await(time.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.close();
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort());
  }

  private int ask(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()).body().length;
  }

  /** There is one thread, so an answer to another one shows that it is free again. */
  @Test
  void hasTimeForOthersAfterOneThatNeverEndsItsRequest() throws Exception {
    try (Socket slow = connect()) {
      slow.getOutputStream().write("GET / HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
      assertEquals(2, ask("/"));
      assertEquals(-1, slow.getInputStream().read());
    }
  }

  @Test
  void hasTimeForOthersAfterOneThatNeverReadsItsAnswer() throws Exception {
    try (Socket slow = connect()) {
      slow.getOutputStream()
          .write("GET /much HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertEquals(2, ask("/"));
    }
  }

  @Test
  void letsWhatMayLastLast() throws Exception {
    assertEquals(2, ask("/late"));
    assertEquals(2, ask("/"));
    assertTrue(never.getCount() > 0);
  }
}
