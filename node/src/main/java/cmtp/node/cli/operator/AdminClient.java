package cmtp.node.cli.operator;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The running node's admin interface: JSON over HTTP on loopback, with the token that the node
 * wrote into its data directory for the operator's eyes only.
 */
public final class AdminClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int UPLOAD_TIMEOUT_MILLIS = 10 * 60_000;
  private static final int ANSWER_BYTES_MAX = 64 * 1024 * 1024;

  private final Path data;
  private final String url;
  private final String token;

  private AdminClient(Path data, String url, String token) {
    this.data = data;
    this.url = url;
    this.token = token;
  }

  /**
   * The node that runs with this data directory.
   *
   * @throws CliFailure if there is none, or its file is not for us to read
   */
  public static AdminClient of(Path data) throws IOException {
    Path file = data.resolve("admin.json");
    try {
      JsonNode admin = JSON.readTree(Files.readString(file));
      return new AdminClient(data, admin.path("url").asText(), admin.path("token").asText());
    } catch (NoSuchFileException none) {
      throw noNode(data, none);
    } catch (AccessDeniedException denied) {
      throw new CliFailure(
          ExitCode.AUTH,
          "only the user who runs the node may manage it: " + file + " can't be read",
          denied);
    }
  }

  /** {@code --data}, else where a node keeps its data unless told otherwise. */
  public static Path dataDirectory(Path asked, Terminal terminal) {
    if (asked != null) {
      return terminal.directory().resolve(asked);
    }
    return terminal
        .variable("CMTP_DATA")
        .map(Path::of)
        .or(() -> terminal.variable("XDG_DATA_HOME").map(xdg -> Path.of(xdg, "cmtp")))
        .orElseGet(
            () ->
                Path.of(
                    terminal.variable("HOME").orElseGet(() -> System.getProperty("user.home")),
                    ".local",
                    "share",
                    "cmtp"));
  }

  public JsonNode get(String path) throws IOException {
    return call("GET", path, Map.of());
  }

  public JsonNode post(String path, Map<String, ?> body) throws IOException {
    return call("POST", path, body);
  }

  public JsonNode delete(String path) throws IOException {
    return call("DELETE", path, Map.of());
  }

  /** Sends a file as it is; however long it takes the node to keep what is in it. */
  public JsonNode upload(String path, Path file) throws IOException {
    HttpURLConnection http = open("POST", path, UPLOAD_TIMEOUT_MILLIS);
    try {
      http.setDoOutput(true);
      http.setRequestProperty("Content-Type", "application/octet-stream");
      http.setFixedLengthStreamingMode(Files.size(file));
      try {
        Files.copy(file, http.getOutputStream());
      } catch (ConnectException gone) {
        throw gone;
      } catch (NoSuchFileException missing) {
        throw missing;
      } catch (IOException refusedEarly) {
        return answer(http); // the node has said why, and reads no further
      }
      return answer(http);
    } catch (ConnectException gone) {
      throw noNode(data, gone);
    } finally {
      http.disconnect();
    }
  }

  public static String encoded(String pathElement) {
    return URLEncoder.encode(pathElement, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpURLConnection open(String method, String path, int patienceMillis)
      throws IOException {
    HttpURLConnection http =
        (HttpURLConnection) URI.create(url + path).toURL().openConnection(Proxy.NO_PROXY);
    http.setConnectTimeout(TIMEOUT_MILLIS);
    http.setReadTimeout(patienceMillis);
    http.setRequestMethod(method);
    http.setRequestProperty("Authorization", "Bearer " + token);
    http.setRequestProperty("Accept", "application/json");
    return http;
  }

  private JsonNode call(String method, String path, Map<String, ?> body) throws IOException {
    HttpURLConnection http = open(method, path, TIMEOUT_MILLIS);
    try {
      if (method.equals("POST")) {
        byte[] json = JSON.writeValueAsBytes(body);
        http.setDoOutput(true);
        http.setRequestProperty("Content-Type", "application/json");
        http.setFixedLengthStreamingMode(json.length);
        http.getOutputStream().write(json);
      }
      return answer(http);
    } catch (ConnectException gone) {
      throw noNode(data, gone);
    } finally {
      http.disconnect();
    }
  }

  private static JsonNode answer(HttpURLConnection http) throws IOException {
    int status = http.getResponseCode();
    boolean failed = status >= 400;
    JsonNode answer = MissingNode.getInstance();
    try (InputStream in = failed ? http.getErrorStream() : http.getInputStream()) {
      if (in != null) {
        answer = JSON.readTree(in.readNBytes(ANSWER_BYTES_MAX));
      }
    } catch (JsonProcessingException notOurs) {
      throw new CliFailure(
          ExitCode.UNREACHABLE,
          "something else than a node answers on the admin port (HTTP " + status + ")",
          notOurs);
    }
    if (failed) {
      String text = answer.path("error").asText("the node answered HTTP " + status);
      throw new CliFailure(exitCode(answer.path("code").asText()), Printable.line(text));
    }
    return answer;
  }

  private static ExitCode exitCode(String code) {
    return switch (code) {
      case "notfound" -> ExitCode.NOT_FOUND;
      case "unauthorized" -> ExitCode.AUTH;
      case "busy" -> ExitCode.TRY_LATER;
      default -> ExitCode.REFUSED;
    };
  }

  private static CliFailure noNode(Path data, IOException cause) {
    return new CliFailure(
        ExitCode.UNREACHABLE,
        "no node is running with the data directory "
            + data
            + ": start one with `cmtp serve`, or name its directory with --data",
        cause);
  }
}
