package cmtp.node.cli.operator;

import cmtp.node.LostClusterException;
import cmtp.node.NodeServer;
import cmtp.node.StartException;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.protocol.address.DomainName;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cmtp serve}: runs a node until it is told to stop. */
@Command(
    name = "serve",
    description = {
      "Run a node. Without any options it serves the domain localhost on port 2424.",
      "Ctrl-C or SIGTERM stops it cleanly: mail in flight is finished, or the sender told to try"
          + " again."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp serve",
      "  cmtp serve --domain example.org --data /srv/cmtp --port 25",
      "  cmtp serve --config /etc/cmtp.conf --set cmtp.log.level=warn"
    })
public final class ServeCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private SettingsOptions settings;

  public ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (NodeServer node = NodeServer.start(settings.load(terminal))) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop"));
      report(node);
      node.awaitTermination();
      return result(node).number();
    } catch (LostClusterException lost) {
      throw new CliFailure(ExitCode.LOST, "the node can't start: " + lost.getMessage(), lost);
    } catch (StartException failed) {
      throw new CliFailure(
          ExitCode.REFUSED, "the node can't start: " + failed.getMessage(), failed);
    }
  }

  /** Ends with a code of success if a signal asked for an orderly end, and this was one. */
  private void stop(NodeServer node) {
    node.close();
    terminal.out().flush();
    Runtime.getRuntime().halt(result(node).number());
  }

  private static ExitCode result(NodeServer node) {
    return node.lost().isPresent() ? ExitCode.LOST : ExitCode.OK;
  }

  private void report(NodeServer node) {
    String domains =
        node.domains().stream().map(DomainName::value).collect(Collectors.joining(", "));
    String listen = text(node.address());
    Optional<String> cmtpd = node.cmtpdAddress().map(ServeCommand::text);
    Optional<String> monitoring = node.monitoring().map(ServeCommand::text);
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("domains", node.domains().stream().map(DomainName::value).toList());
      json.put("listen", listen);
      json.put("port", node.port());
      cmtpd.ifPresent(address -> json.put("cmtpd", address));
      monitoring.ifPresent(address -> json.put("monitoring", address));
      json.put("dataDirectory", node.dataDirectory().toString());
      json.put("fingerprint", node.fingerprint());
      terminal.json(json);
    } else {
      String example = "alice@" + node.domains().get(0);
      terminal.say("Serving " + domains + " on " + listen + ".");
      cmtpd.ifPresent(address -> terminal.say("  cmtpd       " + address));
      monitoring.ifPresent(address -> terminal.say("  monitoring  http://" + address));
      terminal.say("  data        " + node.dataDirectory());
      terminal.say("  server key  " + node.fingerprint());
      terminal.say("Next, from another terminal:");
      terminal.say("  cmtp account add " + example + "   opens an account; asks for a password");
      terminal.say("  cmtp login " + example + "         then cmtp send, cmtp inbox");
      terminal.say("Ctrl-C stops the node.");
    }
    terminal.out().flush();
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
