package cmtp.node.cli.user;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.Dates;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.session.ServerLink;
import cmtp.protocol.MessageId;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Payload.OutboxRow;
import cmtp.protocol.command.X1Command;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmtp outbox}: one's own mail that waits for other domains. */
@Command(
    name = "outbox",
    description = {
      "List your mail that your server has accepted and could not pass on yet, and why.",
      "What was passed on, or given up, is not in it any more: you get a message if it is given up."
    },
    footer = {"", "Examples:", "  cmtp outbox", "  cmtp outbox --cancel 4f1c09aa27d1e300"})
public final class OutboxCommand implements Callable<Integer> {
  private static final int MID_DIGITS = 16;
  private static final int PREFIX_DIGITS_MIN = 8;

  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private AccountOption account;

  @Option(
      names = "--cancel",
      paramLabel = "MID",
      description =
          "Take this message back, named by its id or 8 or more digits of it; not possible once it"
              + " is being delivered.")
  private String cancel;

  public OutboxCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AccountHome home = account.chosen(terminal);
    try (ServerLink link = ServerLink.open(home, terminal)) {
      Payload.Outbox outbox =
          link.client().call(new X1Command.Outbox(Optional.empty()), Payload.Outbox::decode);
      if (cancel == null) {
        show(outbox);
      } else {
        takeBack(link, meant(outbox));
      }
    }
    return ExitCode.OK.number();
  }

  private MessageId meant(Payload.Outbox outbox) {
    String digits = cancel.toLowerCase(Locale.ROOT);
    if (!digits.matches("[0-9a-f]{" + PREFIX_DIGITS_MIN + "," + 2 * MessageId.BYTES + "}")) {
      throw new CliFailure(
          ExitCode.USAGE, "--cancel takes 8 to 64 hexadecimal digits, as `cmtp outbox` shows them");
    }
    List<MessageId> found =
        outbox.rows().stream()
            .map(OutboxRow::mid)
            .filter(mid -> mid.toString().startsWith(digits))
            .toList();
    if (found.size() > 1) {
      throw new CliFailure(ExitCode.USAGE, "several messages begin so: give more digits");
    }
    return found.stream()
        .findFirst()
        .or(() -> MessageId.parse(digits))
        .orElseThrow(
            () ->
                new CliFailure(
                    ExitCode.NOT_FOUND,
                    "no message that begins so waits any more; it was passed on or given up"));
  }

  private void takeBack(ServerLink link, MessageId mid) throws IOException {
    link.client().call(new X1Command.Outbox(Optional.of(mid)));
    if (common.json()) {
      terminal.json(Map.of("mid", mid.toString(), "cancelled", true));
    } else {
      terminal.say("Taken back: it will not be passed on.");
    }
  }

  private void show(Payload.Outbox outbox) {
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("messages", outbox.rows().stream().map(OutboxCommand::json).toList());
      json.put("more", outbox.more());
      terminal.json(json);
    } else if (outbox.rows().isEmpty()) {
      terminal.note("Nothing waits: your server has passed on or given up all your mail.");
    } else {
      terminal.say(
          String.format(
              "%-16s %-30s %7s %5s %8s  %s", "MID", "TO", "AGE", "TRIES", "NEXT", "REASON"));
      outbox.rows().forEach(this::line);
      if (outbox.more()) {
        terminal.note("More messages wait than are shown.");
      }
    }
  }

  private void line(OutboxRow row) {
    terminal.say(
        String.format(
            Locale.ROOT,
            "%-16s %-30s %7s %5d %8s  %s",
            row.mid().toString().substring(0, MID_DIGITS),
            Printable.cut(row.destination(), 30),
            Dates.span(terminal.nowMillis() - row.acceptedMs()),
            row.attempts(),
            next(row),
            Printable.cut(row.reason().isEmpty() ? "not tried yet" : row.reason(), 60)));
  }

  private String next(OutboxRow row) {
    long inMillis = row.nextAttemptMs() - terminal.nowMillis();
    return switch (row.state()) {
      case HELD -> "held";
      case IN_DELIVERY -> "now";
      case WAITING -> inMillis <= 0 ? "now" : Dates.span(inMillis);
    };
  }

  private static Map<String, Object> json(OutboxRow row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mid", row.mid().toString());
    json.put("to", row.destination());
    json.put("accepted", Dates.iso(row.acceptedMs()));
    json.put("attempts", row.attempts());
    json.put("reason", row.reason());
    json.put("next", row.nextAttemptMs() == 0 ? null : Dates.iso(row.nextAttemptMs()));
    json.put("state", row.state().name().toLowerCase(Locale.ROOT));
    return json;
  }
}
