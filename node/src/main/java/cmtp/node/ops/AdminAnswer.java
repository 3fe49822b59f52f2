package cmtp.node.ops;

import com.fasterxml.jackson.databind.JsonNode;

/** What a request of the admin interface is answered with. */
record AdminAnswer(int status, JsonNode body) {
  static AdminAnswer ok(JsonNode body) {
    return new AdminAnswer(200, body);
  }

  static AdminAnswer created(JsonNode body) {
    return new AdminAnswer(201, body);
  }
}
