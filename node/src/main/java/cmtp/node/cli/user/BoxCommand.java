package cmtp.node.cli.user;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.mail.Sizes;
import cmtp.node.cli.session.Mailbox;
import cmtp.node.cli.session.ServerLink;
import cmtp.protocol.command.Payload.BoxRow;
import cmtp.protocol.command.Payload.MessageRow;
import cmtp.protocol.command.Payload.QuotaUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp box}: the boxes of a mailbox, or what is in one. */
@Command(
    name = "box",
    description = "List your boxes and how full your mailbox is, or the messages of one box.",
    footer = {"", "Examples:", "  cmtp box", "  cmtp box sent", "  cmtp box archive --limit 200"})
public final class BoxCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private AccountOption account;

  @Parameters(arity = "0..1", paramLabel = "BOX", description = "The box to list.")
  private String box;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "50",
      description = "Show at most the newest N; ${DEFAULT-VALUE} unless given.")
  private int limit;

  public BoxCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AccountHome home = account.chosen(terminal);
    try (ServerLink link = ServerLink.open(home, terminal)) {
      Mailbox mailbox = new Mailbox(link.client());
      if (box == null) {
        boxes(mailbox.boxes(), mailbox.quota());
      } else {
        messages(
            mailbox, new BoxView(mailbox, home.address(), home.key().orElseThrow(), terminal, box));
      }
      return ExitCode.OK.number();
    }
  }

  private void messages(Mailbox mailbox, BoxView view) throws IOException {
    List<MessageRow> rows = BoxView.wanted(mailbox.list(box, 0).rows(), false, limit);
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("box", box);
      json.put("messages", view.json(rows));
      terminal.json(json);
    } else if (rows.isEmpty()) {
      terminal.note("The box " + box + " is empty.");
    } else {
      view.print(rows);
    }
  }

  private void boxes(List<BoxRow> rows, QuotaUse quota) {
    if (common.json()) {
      terminal.json(json(rows, quota));
      return;
    }
    terminal.say(String.format("%-20s %8s %8s %10s", "BOX", "MESSAGES", "UNSEEN", "SIZE"));
    for (BoxRow row : rows) {
      terminal.say(
          String.format(
              Locale.ROOT,
              "%-20s %8d %8d %10s",
              row.box(),
              row.total(),
              row.unseen(),
              Sizes.text(row.bytes())));
    }
    terminal.say(
        "Used: " + Sizes.text(quota.usedBytes()) + " of " + Sizes.text(quota.limitBytes()) + ".");
  }

  private static Map<String, Object> json(List<BoxRow> rows, QuotaUse quota) {
    List<Map<String, Object>> boxes = new ArrayList<>();
    for (BoxRow row : rows) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("box", row.box());
      one.put("messages", row.total());
      one.put("unseen", row.unseen());
      one.put("bytes", row.bytes());
      boxes.add(one);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("boxes", boxes);
    json.put("usedBytes", quota.usedBytes());
    json.put("quotaBytes", quota.limitBytes());
    return json;
  }
}
