package cmtp.node.cli.user;

import cmtp.node.cli.console.Ask;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.session.ServerLink;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.Xzibit;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmtp passwd}: seals the key anew under another password. */
@Command(
    name = "passwd",
    description = {
      "Change your password.",
      "The key on this machine is sealed anew and given to the server; the old password opens"
          + " nothing there any more. Other machines stay logged in."
    },
    footer = {"", "Examples:", "  cmtp passwd"})
public final class PasswdCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private AccountOption account;

  @Option(
      names = "--password-stdin",
      description = "The new password is the first line of standard input.")
  private boolean passwordStdin;

  public PasswdCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    AccountHome home = account.chosen(terminal);
    try (ServerLink link = ServerLink.open(home, terminal)) {
      SigningKey key = home.key().orElseThrow();
      Bytes xzibit =
          Xzibit.seal(
              key,
              new Ask(terminal).newPassword("New password: ", passwordStdin),
              terminal.random());
      link.client().call(new X1Command.Xzibit(xzibit));
    }
    if (common.json()) {
      terminal.json(Map.of("address", home.address().toString()));
    } else {
      terminal.say("The password of " + home.address() + " is changed.");
    }
    return ExitCode.OK.number();
  }
}
