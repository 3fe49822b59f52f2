package cmtp.node.cli.remote;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Terminal;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** To which waiting messages a command does something. */
final class QueueTarget {
  @Option(names = "--domain", paramLabel = "D", description = "All mail for this domain.")
  String domain;

  @Parameters(
      arity = "0..*",
      paramLabel = "MID",
      description = "Messages, by their ids or 8 or more digits of each.")
  List<String> mids = new ArrayList<>();

  /** The request's fields. */
  Map<String, Object> body(boolean everything) {
    int ways = (domain == null ? 0 : 1) + (mids.isEmpty() ? 0 : 1) + (everything ? 1 : 0);
    if (ways == 0) {
      throw new CliFailure(
          ExitCode.USAGE, "which messages? Name them (`cmtp queue list`), or give --domain");
    }
    if (ways > 1) {
      throw new CliFailure(ExitCode.USAGE, "either messages, or a domain, or all: not both");
    }
    Map<String, Object> body = new LinkedHashMap<>();
    if (domain != null) {
      body.put("domain", domain);
    } else if (everything) {
      body.put("all", true);
    } else {
      body.put("mids", mids);
    }
    return body;
  }

  /** For the question whether to do it. */
  String described() {
    return domain != null ? "all mail for " + domain : mids.size() + " message(s)";
  }

  /**
   * Prints what was done; fails if nothing that was named waits any more.
   *
   * @param done for example {@code Held}
   */
  static ExitCode report(JsonNode answer, String done, boolean json, Terminal terminal) {
    int changed = answer.path("changed").asInt();
    int missing = answer.path("missing").size();
    if (json) {
      terminal.say(Json.of(answer));
    } else {
      terminal.say(done + " " + changed + " message" + (changed == 1 ? "." : "s."));
    }
    if (missing > 0) {
      terminal.note(
          "cmtp: "
              + missing
              + " of the messages did not wait any more; `cmtp trace MID` tells what became of them");
      return ExitCode.NOT_FOUND;
    }
    return ExitCode.OK;
  }
}
