package cmtp.simulations.load;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.AdminClient;
import cmtp.node.dns.AuthoritativeDns;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SigningKey;
import cmtp.simulations.load.target.NodeUnderLoad;
import cmtp.simulations.load.target.TestAccounts;
import cmtp.simulations.load.target.TestMailbox;
import cmtp.simulations.machine.Machine;
import cmtp.simulations.machine.ProcFiles;
import cmtp.simulations.peers.SilentPeer;
import cmtp.simulations.peers.SlowLine;
import cmtp.simulations.report.Origin;
import cmtp.simulations.report.ReportFiles;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmtp load fairness}: what mail for bad domains does to mail for good ones. */
@Command(
    name = "fairness",
    description = {
      "Submit mail to two nodes on this machine at the same time, for all domains of a third one,"
          + " and measure how long each message takes from queue to mailbox. One of the two has mail"
          + " for three bad domains too: one refuses connections, one accepts them and says"
          + " nothing, and one, the last domain of the third node, is reached over a slow line."
          + " Then that mail is dropped and the two change places.",
      "The command is the DNS that the senders ask: start them with"
          + " --set 'cmtp.dns.servers=[\"127.0.0.1:PORT\"]' --set cmtp.dns.private-targets=true."
          + " With a short cmtp.delivery.retry-first the bad domains are tried all the time.",
      "The exit code is 1 if any message was refused or did not arrive."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp load fairness --from /srv/a1 --from /srv/a2 --to /srv/b --dns 5353",
      "  cmtp load fairness --from /srv/a1 --from /srv/a2 --to /srv/b --dns 5353 --rounds 5 --json"
    })
public final class FairnessCommand implements Callable<Integer> {
  private static final String REFUSING = "refusing.invalid";
  private static final String SILENT = "silent.invalid";
  private static final int NOBODYS_PORT = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Terminal terminal;
  private final ProcFiles proc = ProcFiles.system();
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      required = true,
      description = "Data directory of a node that mail is submitted to; to be given twice.")
  private List<Path> from;

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
      description = "The port on 127.0.0.1 where the senders look for DNS.")
  private int dnsPort;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "50",
      description =
          "Messages a second from each sender to the good domains; ${DEFAULT-VALUE} unless given.")
  private double rate;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "20",
      description = "How long to measure each time; ${DEFAULT-VALUE} unless given.")
  private long seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "20",
      description = "The same before that for so long, not counted; ${DEFAULT-VALUE} unless given.")
  private long warmUp;

  @Option(
      names = "--lead",
      paramLabel = "S",
      defaultValue = "5",
      description =
          "Seconds at the same rate before each time, in which connections are made; with 0 that is"
              + " measured too; ${DEFAULT-VALUE} unless given.")
  private long lead;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often to measure, twice each; ${DEFAULT-VALUE} unless given.")
  private int rounds;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Messages queued for each bad domain; 0 shows what the measurement itself makes differ;"
              + " ${DEFAULT-VALUE} unless given.")
  private long backlog;

  @Option(
      names = "--slow-by",
      paramLabel = "MS",
      defaultValue = "2000",
      description = "How late the slow line's answers come; ${DEFAULT-VALUE} unless given.")
  private long slowBy;

  @Option(names = "--report", paramLabel = "NAME", description = ReportFiles.OPTION)
  private Path reportName;

  public FairnessCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Origin origin = Origin.now(terminal, spec);
    mustMakeSense();
    AdminClient receiving = AdminClient.of(terminal.directory().resolve(to));
    JsonNode status = receiving.get("/v1/status");
    NodeUnderLoad receiver = NodeUnderLoad.of(status);
    List<TestMailbox> mailboxes = mailboxes(receiving, receiver, status).mailboxes();
    List<TestMailbox> good = mailboxes.subList(0, mailboxes.size() - 1);
    TestMailbox slow = mailboxes.get(mailboxes.size() - 1);
    List<TestMailbox> bad = List.of(nobody(REFUSING), nobody(SILENT), slow);
    List<FairnessSender> senders = new ArrayList<>();
    for (Path data : from) {
      senders.add(sender(AdminClient.of(terminal.directory().resolve(data)), receiving, good, bad));
    }
    try (SilentPeer silentPeer = SilentPeer.start();
        SlowLine line = SlowLine.start(receiver.address(), Duration.ofMillis(slowBy));
        FairnessRun run = new FairnessRun(senders, receiver, line, proc, System::nanoTime)) {
      FairnessReport report =
          report(zone(good, slow, receiver, line, silentPeer), run, good.size());
      new Printing(terminal, common.json(), reportName, origin)
          .print("What bad domains do to " + good.size() + " good ones", report.outcome());
      return (report.isFlawless() ? ExitCode.OK : ExitCode.REFUSED).number();
    }
  }

  private FairnessSender sender(
      AdminClient admin, AdminClient receiving, List<TestMailbox> good, List<TestMailbox> bad)
      throws IOException {
    return new FairnessSender(
        admin,
        NodeUnderLoad.of(admin.get("/v1/status")),
        new Journeys(admin, receiving, System::nanoTime),
        good,
        bad,
        terminal.random(),
        System::nanoTime);
  }

  private void mustMakeSense() {
    boolean counts = LongStream.of(backlog, warmUp, lead, slowBy).allMatch(count -> count >= 0);
    if (!counts || rate <= 0 || seconds < 1 || rounds < 1) {
      throw new CliFailure(
          ExitCode.USAGE, "--rate, --seconds and --rounds are above zero, nothing is below");
    }
    if (from.size() != 2) {
      throw new CliFailure(ExitCode.USAGE, "--from has to be given twice, for two nodes");
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
    Machine machine = Machine.here(proc);
    AuthoritativeDns dns = AuthoritativeDns.start(dnsPort, zone);
    try {
      if (warmUp > 0) {
        parts(run, "warm-up", 1, load(warmUp), domains, machine);
      }
      List<FairnessRun.Part> all = parts(run, "part", rounds, load(seconds), domains, machine);
      return new FairnessReport(all, domains, load(seconds), machine);
    } finally {
      dns.close();
    }
  }

  private FairnessRun.Load load(long forSeconds) {
    return new FairnessRun.Load(rate, lead, forSeconds, backlog);
  }

  /** Two a round, so that a difference between the two senders' processes cancels out. */
  private List<FairnessRun.Part> parts(
      FairnessRun run, String name, int times, FairnessRun.Load load, int domains, Machine machine)
      throws IOException, InterruptedException {
    List<FairnessRun.Part> parts = new ArrayList<>();
    for (int i = 0; i < 2 * times; i++) {
      FairnessRun.Part part = run.measure(i % 2, load);
      parts.add(part);
      terminal.note(name + " " + (i + 1) + " of " + 2 * times);
      new FairnessReport(List.of(part), domains, load, machine).lines(part).forEach(terminal::note);
    }
    return parts;
  }
}
