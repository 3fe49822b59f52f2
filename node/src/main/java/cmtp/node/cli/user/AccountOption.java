package cmtp.node.cli.user;

import cmtp.node.cli.console.Addresses;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.home.UserHome;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which account a command is for. */
public final class AccountOption {
  @Option(
      names = "--as",
      paramLabel = "ADDRESS",
      description =
          "The account to use, where several are logged in; otherwise CMTP_ACCOUNT decides.")
  String address;

  static UserHome home(Terminal terminal) {
    return UserHome.locate(
        terminal.environment(),
        terminal.variable("HOME").orElseGet(() -> System.getProperty("user.home")));
  }

  /**
   * The account that was asked for, else the only one that is logged in.
   *
   * @throws CliFailure if that is none or not one
   */
  AccountHome chosen(Terminal terminal) throws IOException {
    UserHome home = home(terminal);
    String asked = address == null ? terminal.variable("CMTP_ACCOUNT").orElse("") : address;
    if (!asked.isEmpty()) {
      return home.account(Addresses.parse(asked));
    }
    List<AccountHome> loggedIn = home.loggedIn();
    if (loggedIn.isEmpty()) {
      throw new CliFailure(
          ExitCode.AUTH, "nobody is logged in here: run `cmtp login ADDRESS` first");
    }
    if (loggedIn.size() > 1) {
      throw new CliFailure(
          ExitCode.USAGE,
          "several accounts are logged in ("
              + loggedIn.stream()
                  .map(account -> account.address().toString())
                  .collect(Collectors.joining(", "))
              + "): choose one with --as ADDRESS");
    }
    return loggedIn.get(0);
  }
}
