package cmtp.node.cli.user;

import picocli.CommandLine.Option;

/** Which box a message is in. */
final class BoxOption {
  @Option(
      names = {"-b", "--box"},
      paramLabel = "BOX",
      defaultValue = "inbox",
      description = "The box the message is in; ${DEFAULT-VALUE} unless given.")
  String name;
}
