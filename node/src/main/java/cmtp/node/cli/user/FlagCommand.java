package cmtp.node.cli.user;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.session.ServerLink;
import cmtp.protocol.command.FlagChanges;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp flag}: sets and clears flags. */
@Command(
    name = "flag",
    description = {
      "Set or clear flags of messages: seen, answered, flagged, draft, forwarded, or words of your"
          + " own (a-z, 0-9, $, _, -; at most 32 characters)."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp flag 3 --set flagged",
      "  cmtp flag 3-9 --clear seen",
      "  cmtp flag 4 --set work --set urgent --clear later"
    })
public final class FlagCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private AccountOption account;
  @Mixin private BoxOption box;

  @Parameters(arity = "1..*", paramLabel = "UIDS", description = "Like 3 or 3,5,9 or 3-7.")
  private List<String> uids = new ArrayList<>();

  @Option(names = "--set", paramLabel = "FLAG", description = "Set this flag.")
  private Set<String> set = new LinkedHashSet<>();

  @Option(names = "--clear", paramLabel = "FLAG", description = "Clear this flag.")
  private Set<String> clear = new LinkedHashSet<>();

  public FlagCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    List<Long> wanted = UidArguments.parse(uids);
    FlagChanges changes = changes();
    AccountHome home = account.chosen(terminal);
    try (ServerLink link = ServerLink.open(home, terminal)) {
      Payload.Modseq modseq =
          link.client()
              .call(
                  new X1Command.Flags(box.name, wanted, changes, Optional.empty()),
                  Payload.Modseq::decode);
      if (common.json()) {
        terminal.json(Map.of("box", box.name, "modseq", modseq.modseq()));
      }
      return ExitCode.OK.number();
    }
  }

  private FlagChanges changes() {
    if (set.isEmpty() && clear.isEmpty()) {
      throw new CliFailure(ExitCode.USAGE, "nothing to change: give --set FLAG or --clear FLAG");
    }
    Stream.concat(set.stream(), clear.stream())
        .filter(flag -> !FlagChanges.isFlag(flag))
        .findFirst()
        .ifPresent(
            flag -> {
              throw new CliFailure(
                  ExitCode.USAGE,
                  "a flag is 1 to 32 of a-z, 0-9, $, _ and -, not \"" + flag + "\"");
            });
    return FlagChanges.parse(new FlagChanges(set, clear).text())
        .orElseThrow(
            () -> new CliFailure(ExitCode.USAGE, "the same flag can't be set and cleared"));
  }
}
