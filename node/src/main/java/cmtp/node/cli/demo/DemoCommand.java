package cmtp.node.cli.demo;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp demo}: three federated nodes that show what happens between them. */
@Command(
    name = "demo",
    description = {
      "Start three federated nodes and a name server on this machine, and show how mail goes"
          + " between them: accounts, a message across, a node that is down, the queue, the retry,"
          + " the receipt and the trail.",
      "Takes under a minute, needs no network and no privileges, and leaves nothing behind."
    },
    footer = {"", "Examples:", "  cmtp demo"})
public final class DemoCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;

  public DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    long started = terminal.nowMillis();
    Demo demo = new Demo(terminal);
    Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "demo-clean-up"));
    try {
      demo.run();
    } finally {
      demo.close();
    }
    terminal.say("");
    terminal.say(
        "That took "
            + (terminal.nowMillis() - started) / 1000
            + " s. The nodes are stopped, their data is removed.");
    return ExitCode.OK.number();
  }
}
