package cmtp.simulations.load;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.AdminClient;
import cmtp.node.dns.AuthoritativeDns;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SigningKey;
import cmtp.simulations.machine.Machine;
import cmtp.simulations.machine.ProcFiles;
import cmtp.simulations.peers.SilentPeer;
import cmtp.simulations.peers.SlowLine;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmtp load fairness}: what mail for bad domains does to mail for good ones. */
@Command(
    name = "fairness",
    description = {
      "Submit mail to one node on this machine for all domains of another one, and measure how long"
          + " each message takes from queue to mailbox; first without, then with mail queued for"
          + " three bad domains: one refuses connections, one accepts them and says nothing, and"
          + " one, the last domain of the other node, is reached over a slow line.",
      "The command is the DNS that the first node asks: start that node with"
          + " --set 'cmtp.dns.servers=[\"127.0.0.1:PORT\"]' --set cmtp.dns.private-targets=true."
          + " With a short cmtp.delivery.retry-first the bad domains are tried all the time.",
      "The exit code is 1 if any message was refused or did not arrive."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp load fairness --from /srv/cmtp-a --to /srv/cmtp-b --dns 5353",
      "  cmtp load fairness --from /srv/cmtp-a --to /srv/cmtp-b --dns 5353 --rounds 5 --json"
    })
public final class FairnessCommand implements Callable<Integer> {
  private static final String REFUSING = "refusing.invalid";
  private static final String SILENT = "silent.invalid";
  private static final int NOBODYS_PORT = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Terminal terminal;
  @Mixin private CommonOptions common;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      required = true,
      description = "Data directory of the node that mail is submitted to.")
  private Path from;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "Data directory of the node whose domains it is for.")
  private Path to;

  @Option(
      names = "--dns",
      paramLabel = "PORT",
      required = true,
      description = "The port on 127.0.0.1 where the first node looks for DNS.")
  private int dnsPort;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "Messages a second to the good domains; ${DEFAULT-VALUE} unless given.")
  private double rate;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "20",
      description = "How long to measure, without and with; ${DEFAULT-VALUE} unless given.")
  private long seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "20",
      description =
          "Seconds at the same rate before measuring, without and with; ${DEFAULT-VALUE} unless given.")
  private long warmUp;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often to measure without and with; ${DEFAULT-VALUE} unless given.")
  private int rounds;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Messages queued for each bad domain; ${DEFAULT-VALUE} unless given.")
  private long backlog;

  @Option(
      names = "--slow-by",
      paramLabel = "MS",
      defaultValue = "2000",
      description = "How late the slow line's answers come; ${DEFAULT-VALUE} unless given.")
  private long slowBy;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the result as JSON to this file too.")
  private Path reportFile;

  public FairnessCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    mustMakeSense();
    AdminClient sending = AdminClient.of(terminal.directory().resolve(from));
    AdminClient receiving = AdminClient.of(terminal.directory().resolve(to));
    JsonNode status = receiving.get("/v1/status");
    NodeUnderLoad receiver = NodeUnderLoad.of(status);
    List<TestMailbox> mailboxes = mailboxes(receiving, receiver, status).mailboxes();
    List<TestMailbox> good = mailboxes.subList(0, mailboxes.size() - 1);
    TestMailbox slow = mailboxes.get(mailboxes.size() - 1);
    try (SilentPeer silentPeer = SilentPeer.start();
        SlowLine line = SlowLine.start(receiver.address(), Duration.ofMillis(slowBy))) {
      List<String> zone = zone(good, slow, receiver, line, silentPeer);
      FairnessRun run =
          new FairnessRun(
              sending,
              NodeUnderLoad.of(sending.get("/v1/status")),
              new Journeys(sending, receiving, System::nanoTime),
              good,
              List.of(nobody(REFUSING), nobody(SILENT), slow),
              terminal.random(),
              System::nanoTime);
      FairnessReport report = report(zone, run, good.size());
      print(report);
      return (report.isFlawless() ? ExitCode.OK : ExitCode.REFUSED).number();
    }
  }

  private void mustMakeSense() {
    if (rate <= 0 || seconds < 1 || rounds < 1 || backlog < 1 || warmUp < 0 || slowBy < 0) {
      throw new CliFailure(ExitCode.USAGE, "rate, times and counts are above zero");
    }
  }

  private TestAccounts mailboxes(AdminClient admin, NodeUnderLoad receiver, JsonNode status)
      throws IOException {
    List<DomainName> domains = new ArrayList<>();
    status.path("domains").forEach(domain -> domains.add(new DomainName(domain.asText())));
    if (domains.size() < 2) {
      throw new CliFailure(ExitCode.USAGE, "the node in " + to + " serves less than two domains");
    }
    return TestAccounts.openOneInEach(
        admin, receiver, domains, PATIENCE, terminal.random(), terminal.nowMillis());
  }

  private TestMailbox nobody(String domain) {
    return new TestMailbox(
        Address.of("nobody", domain), SigningKey.generate(terminal.random()).publicKey());
  }

  private static List<String> zone(
      List<TestMailbox> good,
      TestMailbox slow,
      NodeUnderLoad receiver,
      SlowLine line,
      SilentPeer silentPeer) {
    List<String> records = new ArrayList<>(List.of("node.invalid. 3600 IN A 127.0.0.1"));
    for (TestMailbox mailbox : good) {
      records.add(record(mailbox.address().domain().value(), receiver.address().getPort()));
    }
    records.add(record(slow.address().domain().value(), line.port()));
    records.add(record(REFUSING, NOBODYS_PORT));
    records.add(record(SILENT, silentPeer.port()));
    return records;
  }

  private static String record(String domain, int port) {
    return "_cmtp._tcp." + domain + ". 3600 IN SRV 0 0 " + port + " node.invalid.";
  }

  private FairnessReport report(List<String> zone, FairnessRun run, int domains)
      throws IOException, InterruptedException {
    AuthoritativeDns dns = AuthoritativeDns.start(dnsPort, zone);
    try {
      if (warmUp > 0) {
        warmUp(run);
      }
      List<FairnessReport.Round> all = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        all.add(round(run));
      }
      Machine machine = Machine.here(ProcFiles.system());
      return new FairnessReport(all, domains, rate, backlog, machine);
    } finally {
      dns.close();
    }
  }

  /** Both ways once, so that the code of neither is compiled while it is measured. */
  private void warmUp(FairnessRun run) throws IOException, InterruptedException {
    run.submit(rate, warmUp);
    fill(run);
    run.submit(rate, warmUp);
    run.drop();
  }

  private FairnessReport.Round round(FairnessRun run) throws IOException, InterruptedException {
    FairnessRun.Part without = run.measure(rate, seconds);
    fill(run);
    FairnessRun.Part with = run.measure(rate, seconds);
    run.drop();
    return new FairnessReport.Round(without, with);
  }

  private void fill(FairnessRun run) throws InterruptedException {
    List<String> refused = run.fill(backlog);
    if (!refused.isEmpty()) {
      throw new CliFailure(ExitCode.REFUSED, "mail for bad domains: " + refused.get(0));
    }
  }

  private void print(FairnessReport report) throws IOException {
    if (reportFile != null) {
      Files.writeString(terminal.directory().resolve(reportFile), Json.of(report.toJson()) + "\n");
    }
    if (common.json()) {
      terminal.json(report.toJson());
    } else {
      report.lines().forEach(terminal::say);
    }
  }
}
