package cmtp.node.cli.user;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.session.ServerLink;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cmtp delete}: removes messages for good. */
@Command(
    name = "delete",
    description = {
      "Delete messages, at once and for good; `cmtp move UIDS trash` keeps them for a while."
    },
    footer = {"", "Examples:", "  cmtp delete 3", "  cmtp delete 1-20 --box trash"})
public final class DeleteCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private AccountOption account;
  @Mixin private BoxOption box;

  @Parameters(arity = "1..*", paramLabel = "UIDS", description = "Like 3 or 3,5,9 or 3-7.")
  private List<String> uids = new ArrayList<>();

  public DeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    List<Long> wanted = UidArguments.parse(uids);
    AccountHome home = account.chosen(terminal);
    try (ServerLink link = ServerLink.open(home, terminal)) {
      Payload.Modseq modseq =
          link.client().call(new X1Command.Delete(box.name, wanted), Payload.Modseq::decode);
      if (common.json()) {
        terminal.json(Map.of("box", box.name, "modseq", modseq.modseq()));
      }
      return ExitCode.OK.number();
    }
  }
}
