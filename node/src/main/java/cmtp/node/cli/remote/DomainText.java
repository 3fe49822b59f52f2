package cmtp.node.cli.remote;

import cmtp.node.cli.console.Dates;
import com.fasterxml.jackson.databind.JsonNode;

/** Says for people what a domain's queue is doing. */
final class DomainText {
  private DomainText() {}

  static String state(JsonNode domain, long nowMillis) {
    String held = domain.path("held").asInt() > 0 ? ", " + domain.path("held") + " held" : "";
    return activity(domain, nowMillis) + held;
  }

  private static String activity(JsonNode domain, long nowMillis) {
    return switch (domain.path("activity").asText()) {
      case "active" -> "delivering over " + domain.path("connections").asInt() + " connection(s)";
      case "backing_off" ->
          "waiting, next attempt in "
              + Dates.span(domain.path("nextDialMs").asLong() - nowMillis)
              + " ("
              + domain.path("failures").asInt()
              + " failed)";
      case "paused" -> "PAUSED by the operator";
      case "key_disputed" -> "KEY DISPUTED, see `cmtp domain show`";
      default -> "idle";
    };
  }
}
