package cmtp.simulations.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One page of a browser, told what to do over the DevTools protocol, one thing after another. */
final class Tab implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS_MAX = 60;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final List<JsonNode> events = new ArrayList<>();
  private WebSocket socket;
  private int calls;

  private Tab() {}

  static Tab attach(HttpClient client, URI where) throws Exception {
    Tab tab = new Tab();
    tab.socket =
        client
            .newWebSocketBuilder()
            .buildAsync(where, tab.new Ear())
            .get(SECONDS_MAX, TimeUnit.SECONDS);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      tab.call(domain + ".enable", Map.of());
    }
    return tab;
  }

  private final class Ear implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        heard.add(message.toString());
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    int id = ++calls;
    String text = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
    socket.sendText(text, true).get(SECONDS_MAX, TimeUnit.SECONDS);
    JsonNode reply = await(message -> message.path("id").asInt() == id);
    if (reply.has("error")) {
      throw new AssertionError(method + ": " + reply.path("error"));
    }
    return reply.path("result");
  }

  private JsonNode await(Predicate<JsonNode> wanted) throws Exception {
    while (true) {
      String message = heard.poll(SECONDS_MAX, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("the browser says nothing for " + SECONDS_MAX + " s");
      }
      JsonNode json = JSON.readTree(message);
      if (json.has("method")) {
        events.add(json);
      }
      if (wanted.test(json)) {
        return json;
      }
    }
  }

  /** Opens a page, in a window of that width, and waits until all of it is there. */
  void show(Path page, int width, String scheme) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", scheme);
    call("Emulation.setEmulatedMedia", Map.of("media", "screen", "features", List.of(feature)));
    events.clear();
    call("Page.navigate", Map.of("url", page.toUri().toString()));
    if (seen("Page.loadEventFired").isEmpty()) {
      await(message -> message.path("method").asText().equals("Page.loadEventFired"));
    }
  }

  /** The value of an expression in the page. */
  JsonNode ask(String expression) throws Exception {
    JsonNode answer =
        call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(answer.path("exceptionDetails").toString());
    }
    return answer.path("result").path("value");
  }

  void point(double x, double y) throws Exception {
    call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
  }

  /** Everything that went wrong in the page since it was shown. */
  List<String> complaints() throws Exception {
    ask("0"); // what was sent before has come
    List<String> found = new ArrayList<>();
    for (String kind : List.of("Log.entryAdded", "Runtime.exceptionThrown")) {
      seen(kind).forEach(event -> found.add(event.path("params").toString()));
    }
    seen("Runtime.consoleAPICalled").forEach(event -> found.add(event.path("params").toString()));
    return found;
  }

  /** Where the page asked for something. */
  List<String> requests() throws Exception {
    ask("0");
    return seen("Network.requestWillBeSent").stream()
        .map(event -> event.path("params").path("request").path("url").asText())
        .toList();
  }

  private List<JsonNode> seen(String method) {
    return events.stream().filter(event -> event.path("method").asText().equals(method)).toList();
  }

  /** A picture of the whole page. */
  void picture(Path file) throws Exception {
    Map<String, Object> whole = Map.of("format", "png", "captureBeyondViewport", true);
    String data = call("Page.captureScreenshot", clipped(whole)).path("data").asText();
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(data));
  }

  private Map<String, Object> clipped(Map<String, Object> how) throws Exception {
    JsonNode size = call("Page.getLayoutMetrics", Map.of()).path("cssContentSize");
    Map<String, Object> all = new HashMap<>(how);
    all.put(
        "clip",
        Map.of(
            "x",
            0,
            "y",
            0,
            "scale",
            1,
            "width",
            size.path("width").asInt(),
            "height",
            size.path("height").asInt()));
    return all;
  }

  /** The page as it would be printed, a PDF file's bytes. */
  byte[] printed() throws Exception {
    return Base64.getDecoder()
        .decode(call("Page.printToPDF", Map.of("printBackground", true)).path("data").asText());
  }

  @Override
  public void close() throws IOException {
    Optional.ofNullable(socket).ifPresent(WebSocket::abort);
  }
}
