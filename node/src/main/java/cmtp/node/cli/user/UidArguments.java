package cmtp.node.cli.user;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.mail.Uids;
import java.util.List;

/** Message numbers on a command line. */
final class UidArguments {
  private UidArguments() {}

  static List<Long> parse(List<String> words) {
    return Uids.parse(words)
        .orElseThrow(
            () ->
                new CliFailure(
                    ExitCode.USAGE,
                    "message numbers are written like 3 or 3,5,9 or 3-7, at most "
                        + Uids.MAX
                        + " of them"));
  }
}
