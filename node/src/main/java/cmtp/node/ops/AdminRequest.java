package cmtp.node.ops;

import cmtp.node.ops.AdminException.Code;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.address.InvalidAddressException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request of the admin interface; what is wrong with it becomes an {@link AdminException}. */
final class AdminRequest {
  private static final int BODY_BYTES_MAX = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String method;
  private final List<String> path;
  private final Map<String, String> query;
  private final InputStream body;

  private AdminRequest(
      String method, List<String> path, Map<String, String> query, InputStream body) {
    this.method = method;
    this.path = List.copyOf(path);
    this.query = Map.copyOf(query);
    this.body = body;
  }

  static AdminRequest of(HttpExchange exchange) {
    URI uri = exchange.getRequestURI();
    List<String> path =
        Arrays.stream(uri.getRawPath().substring(1).split("/", -1))
            .map(AdminRequest::decoded)
            .toList();
    return new AdminRequest(
        exchange.getRequestMethod(), path, queryOf(uri.getRawQuery()), exchange.getRequestBody());
  }

  private static Map<String, String> queryOf(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new AdminException(Code.BADREQUEST, "malformed percent-encoding");
    }
  }

  /** The method and what follows {@code /v1/}, with {@code *} where any one element may stand. */
  boolean is(String wantedMethod, String... wanted) {
    boolean same =
        method.equals(wantedMethod) && path.size() == wanted.length + 1 && path.get(0).equals("v1");
    for (int i = 0; same && i < wanted.length; i++) {
      same = wanted[i].equals("*") ? !element(i).isEmpty() : wanted[i].equals(element(i));
    }
    return same;
  }

  /** An element of the path, {@code /v1/} aside. */
  String element(int index) {
    return path.get(index + 1);
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  Optional<DomainName> queryDomain() {
    return query("domain").map(AdminRequest::domain);
  }

  long queryNumber(String name, long byDefault, long min, long max) {
    String text = query(name).orElse(Long.toString(byDefault));
    boolean number = text.matches("[0-9]{1,18}");
    if (!number || Long.parseLong(text) < min || Long.parseLong(text) > max) {
      throw new AdminException(
          Code.BADREQUEST, name + " is a number from " + min + " to " + max + ", not " + text);
    }
    return Long.parseLong(text);
  }

  static DomainName domain(String text) {
    try {
      return DomainName.parse(text);
    } catch (InvalidAddressException invalid) {
      throw new AdminException(Code.BADREQUEST, invalid.getMessage());
    }
  }

  /** The body, a JSON object; an empty one stands for an object without fields. */
  JsonNode body() throws IOException {
    byte[] bytes = body.readNBytes(BODY_BYTES_MAX + 1);
    if (bytes.length > BODY_BYTES_MAX) {
      throw new AdminException(Code.BADREQUEST, "the request is too large");
    }
    try {
      return Optional.ofNullable(bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes))
          .filter(JsonNode::isObject)
          .orElseThrow(() -> new AdminException(Code.BADREQUEST, "the request is no JSON object"));
    } catch (JsonProcessingException malformed) {
      throw new AdminException(Code.BADREQUEST, "the request is no JSON");
    }
  }

  /** The body as it comes, of whatever length: for a reader that has bounds of its own. */
  InputStream stream() {
    return body;
  }

  static String text(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (!value.isTextual()) {
      throw new AdminException(Code.BADREQUEST, "the field " + field + " is missing");
    }
    return value.textValue();
  }

  static Bytes bytes(JsonNode body, String field) {
    return Bytes.base64(text(body, field))
        .orElseThrow(
            () -> new AdminException(Code.BADREQUEST, "the field " + field + " is no base64url"));
  }

  @Override
  public String toString() {
    return method + " /" + String.join("/", path);
  }
}
