package cmtp.node.cli.user;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.session.Mailbox;
import cmtp.node.cli.session.Mailbox.Listing;
import cmtp.node.cli.session.ServerLink;
import cmtp.protocol.command.Payload.MessageRow;
import cmtp.protocol.command.Payload.Watched;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmtp inbox}: lists the newest messages, and waits for more. */
@Command(
    name = "inbox",
    description = {
      "List the newest messages of your inbox, the newest last.",
      "Marks: N new, ! flagged, A answered, F forwarded, @ has attachments. The sender stands as"
          + " the message says; `cmtp read` tells whether that is proven."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp inbox",
      "  cmtp inbox --unread --json",
      "  cmtp inbox --watch"
    })
public final class InboxCommand implements Callable<Integer> {
  private static final String BOX = "inbox";

  /** The server gives a sign of life every 60 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private AccountOption account;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "50",
      description = "Show at most the newest N; ${DEFAULT-VALUE} unless given.")
  private int limit;

  @Option(names = "--unread", description = "Only messages that are not marked as seen.")
  private boolean unread;

  @Option(names = "--watch", description = "Stay, and show new messages as they come.")
  private boolean watch;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "With --watch: stop after N new messages.")
  private Integer count;

  public InboxCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AccountHome home = account.chosen(terminal);
    try (ServerLink link = ServerLink.open(home, terminal)) {
      Mailbox mailbox = new Mailbox(link.client());
      BoxView view = new BoxView(mailbox, home.address(), home.key().orElseThrow(), terminal, BOX);
      Listing listing = mailbox.list(BOX, 0);
      List<MessageRow> rows = BoxView.wanted(listing.rows(), unread, limit);
      if (watch) {
        show(view, rows);
        watch(link, mailbox, view, listing);
      } else if (common.json()) {
        terminal.json(json(home, view.json(rows)));
      } else if (rows.isEmpty()) {
        terminal.note(unread ? "No unread mail." : "No mail.");
      } else {
        view.print(rows);
        hint(listing.rows().size(), rows.size());
      }
      return ExitCode.OK.number();
    }
  }

  private void hint(int all, int shown) {
    if (!unread && all > shown) {
      terminal.note((all - shown) + " older ones are not shown; see --limit.");
    }
  }

  private static Map<String, Object> json(AccountHome home, List<Map<String, Object>> rows) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("address", home.address().toString());
    json.put("box", BOX);
    json.put("messages", rows);
    return json;
  }

  /** With --json, one object a message: a stream has no end to close a list at. */
  private void show(BoxView view, List<MessageRow> rows) throws IOException {
    if (!common.json()) {
      view.print(rows);
      return;
    }
    for (MessageRow row : rows) {
      terminal.say(Json.line(view.json(row)));
    }
    terminal.out().flush();
  }

  private void watch(ServerLink link, Mailbox mailbox, BoxView view, Listing start)
      throws IOException {
    long since = start.modseq();
    long lastUid = lastUid(start, 0);
    int left = count == null ? Integer.MAX_VALUE : count;
    while (left > 0) {
      AtomicBoolean changed = new AtomicBoolean();
      link.client()
          .watch(
              since,
              PATIENCE,
              report -> {
                changed.compareAndSet(false, report.kind() == Watched.Kind.CHANGE);
                return !changed.get();
              });
      if (!changed.get()) {
        throw new CliFailure(
            ExitCode.TRY_LATER, "the server has ended the watch; run the command again");
      }
      Listing news = mailbox.list(BOX, since);
      long known = lastUid;
      List<MessageRow> fresh = news.rows().stream().filter(row -> row.uid() > known).toList();
      show(view, fresh);
      left -= fresh.size();
      lastUid = lastUid(news, lastUid);
      since = news.modseq();
    }
  }

  private static long lastUid(Listing listing, long before) {
    return listing.rows().stream().mapToLong(MessageRow::uid).reduce(before, Math::max);
  }
}
