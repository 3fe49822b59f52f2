package cmtp.simulations.load;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.AdminClient;
import cmtp.node.cli.operator.NodeOption;
import cmtp.simulations.load.LoadPlan.Language;
import cmtp.simulations.machine.ProcFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmtp load accept}: how much sealed mail a running node accepts. */
@Command(
    name = "accept",
    description = {
      "Send sealed mail to a node on this machine as fast as it is accepted, and measure that.",
      "The mailboxes are test accounts (load-0001, ...) that nobody can log in to. They are opened"
          + " as needed, and kept with their mail for the next run unless --remove is given.",
      "The exit code is 1 if any message was refused, not answered, or is missing afterwards."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp load accept --seconds 20",
      "  cmtp load accept --size 1MiB --connections 10 --json",
      "  cmtp load accept --secure --count 10000 --remove",
      "  cmtp load accept --data /srv/n1 --also /srv/n2 --also /srv/n3"
    })
public final class AcceptCommand implements Callable<Integer> {
  private static final int RUN_BYTES = 8;

  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "50",
      description = "Connections at once; ${DEFAULT-VALUE} unless given.")
  private int connections;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that serve them; ${DEFAULT-VALUE} unless given.")
  private int threads;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      defaultValue = "1KiB",
      converter = MessageSize.class,
      description = "A whole message, e.g. 1024, 1KiB, 1MiB; ${DEFAULT-VALUE} unless given.")
  private int size;

  @Option(
      names = "--mailboxes",
      paramLabel = "N",
      defaultValue = "100",
      description = "Mailboxes that take turns; ${DEFAULT-VALUE} unless given.")
  private int mailboxes;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "How long to measure; ${DEFAULT-VALUE} unless given.")
  private long seconds;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = Option.NULL_VALUE,
      description = "Instead: how many messages to send after the warm-up.")
  private Long count;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "5",
      description = "Seconds of load before measuring; ${DEFAULT-VALUE} unless given.")
  private long warmUp;

  @Option(names = "--x1", description = "Ask for receipts: every success is signed by itself.")
  private boolean receipts;

  @Option(names = "--secure", description = "Inside secure channels, with receipts.")
  private boolean secure;

  @Option(
      names = "--pipeline",
      paramLabel = "N",
      defaultValue = "1",
      description = "Messages under way at once on a connection; ${DEFAULT-VALUE} unless given.")
  private int pipeline;

  @Option(
      names = "--verify-every",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Of so many replies check one in full, 1 checks all, 0 none; ${DEFAULT-VALUE} unless"
              + " given.")
  private long verifyEvery;

  @Option(
      names = "--failures-max",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Stop early after so many failures; ${DEFAULT-VALUE} unless given.")
  private long failuresMax;

  @Option(
      names = "--patience",
      paramLabel = "S",
      defaultValue = "60",
      description = "Longest wait for a reply; ${DEFAULT-VALUE} unless given.")
  private long patience;

  @Option(
      names = "--also",
      paramLabel = "DIR",
      description =
          "Data directory of a further process of the same node; connections are spread over all."
              + " May be given several times.")
  private List<Path> also = new ArrayList<>();

  @Option(
      names = "--database-pid",
      paramLabel = "PID",
      description = "The first process of the node's PostgreSQL server: tell its CPU too.")
  private Long databasePid;

  @Option(names = "--remove", description = "Remove the test accounts and their mail at the end.")
  private boolean remove;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the result as JSON to this file too.")
  private Path reportFile;

  public AcceptCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LoadPlan plan = plan();
    AdminClient admin = node.client(terminal);
    Target target = target(admin);
    TestAccounts accounts =
        TestAccounts.open(
            admin,
            target.first(),
            plan.mailboxes(),
            plan.patience(),
            terminal.random(),
            terminal.nowMillis());
    long before = accounts.stored();
    LoadRun run =
        new LoadRun(
            plan,
            target,
            workload(plan, accounts),
            terminal.random(),
            ProcFiles.system(),
            System::nanoTime,
            terminal);
    LoadReport report = run.run();
    long stored = accounts.stored() - before;
    print(report, stored);
    if (remove) {
      accounts.remove();
    }
    return (report.isFlawless(stored) ? ExitCode.OK : ExitCode.REFUSED).number();
  }

  private Target target(AdminClient admin) throws IOException {
    List<NodeUnderLoad> processes = new ArrayList<>();
    processes.add(NodeUnderLoad.of(admin.get("/v1/status")));
    for (Path one : also) {
      AdminClient further = AdminClient.of(terminal.directory().resolve(one));
      processes.add(NodeUnderLoad.of(further.get("/v1/status")));
    }
    try {
      return new Target(
          processes, databasePid == null ? OptionalLong.empty() : OptionalLong.of(databasePid));
    } catch (IllegalArgumentException strangers) {
      throw new CliFailure(ExitCode.USAGE, strangers.getMessage(), strangers);
    }
  }

  private LoadPlan plan() {
    Language language = secure ? Language.SECURE : receipts ? Language.RECEIPTS : Language.BARE;
    try {
      return new LoadPlan(
          connections,
          threads,
          mailboxes,
          size,
          count == null ? OptionalLong.empty() : OptionalLong.of(count),
          Duration.ofSeconds(seconds),
          Duration.ofSeconds(warmUp),
          pipeline,
          language,
          verifyEvery,
          failuresMax,
          Duration.ofSeconds(patience));
    } catch (IllegalArgumentException outOfBounds) {
      throw new CliFailure(ExitCode.USAGE, outOfBounds.getMessage(), outOfBounds);
    }
  }

  private Workload workload(LoadPlan plan, TestAccounts accounts) {
    try {
      return Workload.prepare(
          accounts.mailboxes(),
          plan.messageBytes(),
          terminal.random().next(RUN_BYTES),
          TimeUnit.MILLISECONDS.toSeconds(terminal.nowMillis()));
    } catch (IllegalArgumentException tooSmall) {
      throw new CliFailure(ExitCode.USAGE, tooSmall.getMessage(), tooSmall);
    }
  }

  private void print(LoadReport report, long stored) throws IOException {
    if (reportFile != null) {
      Files.writeString(
          terminal.directory().resolve(reportFile), Json.of(report.toJson(stored)) + "\n");
    }
    if (common.json()) {
      terminal.json(report.toJson(stored));
    } else {
      report.lines(stored).forEach(terminal::say);
    }
  }
}
