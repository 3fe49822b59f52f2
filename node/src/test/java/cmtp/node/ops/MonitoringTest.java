package cmtp.node.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MonitoringTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final HttpClient http = HttpClient.newHttpClient();
  private Optional<String> trouble = Optional.empty();
  private Monitoring monitoring;

  @BeforeEach
  void start() throws IOException {
    monitoring =
        Monitoring.start(
            ANY, () -> trouble, accept -> Monitoring.Answer.text(200, "metrics as " + accept));
  }

  @AfterEach
  void stop() {
    monitoring.close();
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + monitoring.address().getPort() + path);
    return http.send(
        HttpRequest.newBuilder(uri)
            .header("Accept", "anything")
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void livesAlsoWhileItIsNotReadyAndSaysWhy() throws Exception {
    assertEquals("ready\n", ask("GET", "/health/ready").body());
    trouble = Optional.of("draining");
    assertEquals(503, ask("GET", "/health/ready").statusCode());
    assertEquals("not ready: draining\n", ask("GET", "/health/ready").body());
    assertEquals(200, ask("GET", "/health/live").statusCode());
  }

  @Test
  void tellsMetricsInTheFormThatIsAskedFor() throws Exception {
    assertEquals("metrics as anything\n", ask("GET", "/metrics").body());
  }

  @Test
  void hasNothingElse() throws Exception {
    assertEquals(404, ask("GET", "/v1/status").statusCode());
    assertEquals(405, ask("POST", "/health/live").statusCode());
    assertEquals("", ask("HEAD", "/health/live").body());
    assertEquals(200, ask("HEAD", "/health/live").statusCode());
  }

  @Test
  void doesNotShareItsPort() {
    assertThrows(
        IOException.class,
        () -> Monitoring.start(monitoring.address(), () -> trouble, accept -> null));
  }
}
