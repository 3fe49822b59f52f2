package cmtp.node.cli.demo;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.dns.AuthoritativeDns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp dns}: a name server for federations that live on one machine. */
@Command(
    name = "dns",
    description = {
      "Answer DNS questions on 127.0.0.1 from a few records, so that nodes on this machine find"
          + " each other. For trying and testing; not for the Internet.",
      "Point nodes at it with --set 'cmtp.dns.servers=[\"127.0.0.1:PORT\"]' and let them speak to"
          + " this machine with --set cmtp.dns.private-targets=true."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp dns --port 5353 '_cmtp._tcp.a.test. 60 IN SRV 0 0 2424 node.a.test.' \\",
      "    'node.a.test. 60 IN A 127.0.0.1'",
      "  cmtp dns --port 5353 --zone records.txt"
    })
public final class DnsCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "UDP and TCP port; any free one unless given.")
  private int port;

  @Option(
      names = "--zone",
      paramLabel = "FILE",
      description = "Records, one a line, in the form of zone files.")
  private Path zone;

  @Parameters(paramLabel = "RECORD", arity = "0..*", description = "Further records.")
  private List<String> records = new ArrayList<>();

  public DnsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>(records);
    if (zone != null) {
      Files.readAllLines(terminal.directory().resolve(zone)).stream()
          .filter(line -> !line.isBlank() && !line.startsWith(";"))
          .forEach(lines::add);
    }
    try (AuthoritativeDns dns = AuthoritativeDns.start(port, lines)) {
      report(dns.address().getPort(), lines.size());
      new CountDownLatch(1).await();
      return ExitCode.OK.number();
    } catch (IllegalArgumentException malformed) {
      throw new CliFailure(ExitCode.USAGE, malformed.getMessage(), malformed);
    }
  }

  private void report(int bound, int count) {
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("port", bound);
      json.put("records", count);
      terminal.json(json);
    } else {
      terminal.say("Answering on 127.0.0.1:" + bound + " from " + count + " records.");
      terminal.say("Ctrl-C stops it.");
    }
    terminal.out().flush();
  }
}
