package cmtp.simulations.load;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.AdminClient;
import cmtp.simulations.load.drive.LoadRun;
import cmtp.simulations.load.drive.Workload;
import cmtp.simulations.load.plan.LoadPlan;
import cmtp.simulations.load.plan.LoadPlan.Language;
import cmtp.simulations.load.plan.Operation;
import cmtp.simulations.load.plan.Pace;
import cmtp.simulations.load.plan.Shares;
import cmtp.simulations.load.result.LoadReport;
import cmtp.simulations.load.result.Measured;
import cmtp.simulations.load.target.Interval;
import cmtp.simulations.load.target.NodeUnderLoad;
import cmtp.simulations.load.target.Sample;
import cmtp.simulations.load.target.Target;
import cmtp.simulations.load.target.TestAccounts;
import cmtp.simulations.machine.Machine;
import cmtp.simulations.machine.ProcFiles;
import cmtp.simulations.report.Origin;
import cmtp.simulations.report.Progress;
import cmtp.simulations.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmtp load relay}: how much mail one running node hands over to another. */
@Command(
    name = "relay",
    description = {
      "Submit sealed mail to one node on this machine for mailboxes of another one, and measure"
          + " until the last message is stored there.",
      "The first node must find the second one in DNS, and trust this machine's network"
          + " (cmtp.trusted-networks). The mailboxes are test accounts, as for `cmtp load run`.",
      "The exit code is 1 if any message was refused, or did not arrive within --patience."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp load relay --from /srv/cmtp-a --to /srv/cmtp-b",
      "  cmtp load relay --from /srv/cmtp-a --to /srv/cmtp-b --count 50000 --json"
    })
public final class RelayCommand implements Callable<Integer> {
  private static final int RUN_BYTES = 8;
  private static final long LOOK_MILLIS = 250;

  private final Terminal terminal;
  private final ProcFiles proc = ProcFiles.system();
  @Spec private CommandSpec spec;
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
      description = "Data directory of the node whose mailboxes it is for.")
  private Path to;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "50",
      description = "Submitting connections at once; ${DEFAULT-VALUE} unless given.")
  private int connections;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      defaultValue = "1KiB",
      description = "A whole message, e.g. 1024, 1KiB, 1MiB; ${DEFAULT-VALUE} unless given.")
  private String size;

  @Option(
      names = "--mailboxes",
      paramLabel = "N",
      defaultValue = "100",
      description = "Mailboxes that take turns; ${DEFAULT-VALUE} unless given.")
  private int mailboxes;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Messages to measure; ${DEFAULT-VALUE} unless given.")
  private long count;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Messages to send and deliver before measuring; ${DEFAULT-VALUE} unless given.")
  private long warmUp;

  @Option(
      names = "--patience",
      paramLabel = "S",
      defaultValue = "300",
      description = "Longest wait for the last message to arrive; ${DEFAULT-VALUE} unless given.")
  private long patience;

  @Option(names = "--remove", description = "Remove the test accounts and their mail at the end.")
  private boolean remove;

  @Option(names = "--report", paramLabel = "NAME", description = ReportFiles.OPTION)
  private Path reportName;

  public RelayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Origin origin = Origin.now(terminal, spec);
    NodeUnderLoad sender = node(from);
    AdminClient admin = AdminClient.of(terminal.directory().resolve(to));
    NodeUnderLoad receiver = NodeUnderLoad.of(admin.get("/v1/status"));
    LoadPlan plan = plan(count);
    TestAccounts accounts =
        TestAccounts.open(
            admin,
            receiver,
            plan.traffic().mailboxes(),
            plan.wire().patience(),
            terminal.random(),
            terminal.nowMillis());
    if (warmUp > 0) {
      pass(plan(warmUp), sender, receiver, accounts);
    }
    RelayReport report = pass(plan, sender, receiver, accounts);
    new Printing(terminal, common.json(), reportName, origin)
        .print("Relay from " + sender.domain() + " to " + receiver.domain(), report.outcome());
    if (remove) {
      accounts.remove();
    }
    return (report.isFlawless() ? ExitCode.OK : ExitCode.REFUSED).number();
  }

  private NodeUnderLoad node(Path data) throws IOException {
    return NodeUnderLoad.of(AdminClient.of(terminal.directory().resolve(data)).get("/v1/status"));
  }

  private LoadPlan plan(long messages) {
    try {
      return new LoadPlan(
          new LoadPlan.Traffic(Shares.only(Operation.MAIL), Shares.sizes(size), mailboxes, 0, 1),
          new LoadPlan.Wire(
              connections, 1, 1, Language.RECEIPTS, List.of(), Duration.ofSeconds(60)),
          Pace.Closed.INSTANCE,
          new LoadPlan.Extent(OptionalLong.of(messages), Duration.ofSeconds(1), Duration.ZERO),
          new LoadPlan.Checks(1000, 1000),
          0);
    } catch (IllegalArgumentException outOfBounds) {
      throw new CliFailure(ExitCode.USAGE, outOfBounds.getMessage(), outOfBounds);
    }
  }

  /** Submits all, and waits until all have arrived. */
  private RelayReport pass(
      LoadPlan plan, NodeUnderLoad sender, NodeUnderLoad receiver, TestAccounts accounts)
      throws IOException, InterruptedException {
    Workload workload = workload(plan, accounts);
    long before = accounts.stored();
    Sample senderBefore = Sample.take(proc, sender.pid(), System.nanoTime());
    Sample receiverBefore = Sample.take(proc, receiver.pid(), System.nanoTime());
    LoadReport submitted = submit(plan, Target.of(sender), workload);
    long arrived = awaitArrival(accounts, before, submitted.totals().accepted());
    long now = System.nanoTime();
    return new RelayReport(
        submitted,
        receiver,
        arrived,
        Interval.between(senderBefore, Sample.take(proc, sender.pid(), now)),
        Interval.between(receiverBefore, Sample.take(proc, receiver.pid(), now)));
  }

  private LoadReport submit(LoadPlan plan, Target target, Workload workload)
      throws IOException, InterruptedException {
    try (LoadProgress progress = new LoadProgress(terminal);
        LoadRun run =
            new LoadRun(
                plan,
                target,
                workload,
                new LoadRun.World(terminal.random(), proc, System::nanoTime, progress::tick))) {
      run.connect();
      Measured measured =
          run.measure(plan.pace(), plan.extent().count(), plan.extent().length(), "submitting");
      run.finish();
      return new LoadReport(plan, target, Machine.here(proc), run.totals(), measured);
    }
  }

  private Workload workload(LoadPlan plan, TestAccounts accounts) {
    try {
      return Workload.prepare(
          accounts.mailboxes(),
          plan.traffic().sizes(),
          terminal.random().next(RUN_BYTES),
          TimeUnit.MILLISECONDS.toSeconds(terminal.nowMillis()));
    } catch (IllegalArgumentException tooSmall) {
      throw new CliFailure(ExitCode.USAGE, tooSmall.getMessage(), tooSmall);
    }
  }

  /** Nobody tells when a message has arrived elsewhere: looks until all have, or for so long. */
  private long awaitArrival(TestAccounts accounts, long before, long accepted)
      throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Progress progress = new Progress(terminal);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience);
    long arrived = accounts.stored() - before;
    while (arrived < accepted && System.nanoTime() - until < 0) {
      never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      arrived = accounts.stored() - before;
      progress.at("arrived", arrived, accepted, "");
    }
    progress.close();
    return arrived;
  }
}
