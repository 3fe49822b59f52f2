package cmtp.node.cli.user;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.session.ServerLink;
import cmtp.protocol.command.Payload.NewUids;
import cmtp.protocol.command.X1Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp move}: puts messages into another box. */
@Command(
    name = "move",
    description = {
      "Move messages to another box; a box that does not exist is made.",
      "They get new numbers there."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp move 3 archive",
      "  cmtp move 3,5-9 trash",
      "  cmtp move 2 inbox --box trash",
      "  cmtp move 4 projects --copy"
    })
public final class MoveCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private AccountOption account;
  @Mixin private BoxOption box;

  @Parameters(index = "0", paramLabel = "UIDS", description = "Like 3 or 3,5,9 or 3-7.")
  private String uids;

  @Parameters(index = "1", paramLabel = "TARGET", description = "The other box.")
  private String target;

  @Option(names = "--copy", description = "Copy them: they stay where they are, too.")
  private boolean copy;

  public MoveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    List<Long> wanted = UidArguments.parse(List.of(uids));
    AccountHome home = account.chosen(terminal);
    try (ServerLink link = ServerLink.open(home, terminal)) {
      X1Command command =
          copy
              ? new X1Command.Copy(box.name, wanted, target)
              : new X1Command.Move(box.name, wanted, target);
      NewUids moved = link.client().call(command, NewUids::decode);
      if (moved.pairs().isEmpty()) {
        throw new CliFailure(
            ExitCode.NOT_FOUND,
            "there is no such message in " + box.name + "; `cmtp box " + box.name + "` lists it");
      }
      report(moved);
      return ExitCode.OK.number();
    }
  }

  private void report(NewUids moved) {
    if (common.json()) {
      List<Map<String, Object>> pairs = new ArrayList<>();
      for (NewUids.Pair pair : moved.pairs()) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("uid", pair.uid());
        one.put("newUid", pair.newUid());
        pairs.add(one);
      }
      terminal.json(Map.of("box", target, "moved", pairs));
      return;
    }
    for (NewUids.Pair pair : moved.pairs()) {
      terminal.say(
          box.name
              + " "
              + pair.uid()
              + (copy ? " copied to " : " moved to ")
              + target
              + " "
              + pair.newUid());
    }
  }
}
