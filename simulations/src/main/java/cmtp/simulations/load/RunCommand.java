package cmtp.simulations.load;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.simulations.load.drive.LoadRun;
import cmtp.simulations.load.drive.Workload;
import cmtp.simulations.load.plan.KneeSearch;
import cmtp.simulations.load.plan.LoadPlan;
import cmtp.simulations.load.plan.Operation;
import cmtp.simulations.load.plan.Pace;
import cmtp.simulations.load.result.KneeReport;
import cmtp.simulations.load.result.LoadReport;
import cmtp.simulations.load.result.Measured;
import cmtp.simulations.load.target.Target;
import cmtp.simulations.load.target.TestMailbox;
import cmtp.simulations.machine.Machine;
import cmtp.simulations.machine.ProcFiles;
import cmtp.simulations.report.Origin;
import cmtp.simulations.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmtp load run}: how a node does under load. */
@Command(
    name = "run",
    sortOptions = false,
    description = {
      "Put a node under load, and measure rate, latencies and CPU.",
      "Without --rate each connection asks again as soon as it is answered (closed loop): that"
          + " shows how much the node takes. With --rate requests are due by the clock, whatever the"
          + " node does (open loop), and latency counts from when they were due: that shows what"
          + " users see at this rate, stalls included.",
      "With --data the mailboxes are test accounts (load-0001, ...). They are opened as needed, and"
          + " kept with their mail for the next run unless --remove is given. If the mix needs"
          + " sessions, or --watch is given, the accounts get new keys: mail they have can't be"
          + " opened any more.",
      "The exit code is 1 if anything was refused, not answered or not sent, or if accepted mail is"
          + " missing afterwards."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp load run --seconds 20",
      "  cmtp load run --size 1MiB --connections 10 --json",
      "  cmtp load run --rate 500 --seconds 60 --report run.json",
      "  cmtp load run --mix mail=70,list=10,fetch=10,keyrequest=7,getrec=3 --watch 10 --rate 300",
      "  cmtp load run --rate 100 --find-knee --p99-max 50",
      "  cmtp load run --data /srv/n1 --also /srv/n2 --also /srv/n3",
      "  cmtp load run --nodes a.example.org:2424,b.example.org:2424 --accounts accounts.json"
    })
public final class RunCommand implements Callable<Integer> {
  private static final int RUN_BYTES = 8;

  private final Terminal terminal;
  private final ProcFiles proc = ProcFiles.system();
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Mixin private TargetOptions where;

  @Mixin private TrafficOptions traffic;

  @Mixin private PaceOptions pace;

  @Mixin private WireOptions wire;

  @Mixin private KneeOptions knee;

  @Option(
      names = "--report",
      paramLabel = "NAME",
      description = ReportFiles.OPTION + " `cmtp load compare` reads the latter.")
  private Path reportName;

  public RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LoadPlan plan = plan();
    Origin origin = Origin.now(terminal, spec).withSeed(plan.seed());
    SecureRandomBytes random = terminal.random();
    TargetOptions.Found found = where.find(plan, terminal);
    Workload workload = workload(plan, found.accounts().mailboxes());
    if (plan.traffic().has(Operation.FETCH)) {
      found.fill(random, plan.wire().patience());
    }
    long before = found.accounts().stored();
    try (LoadProgress progress = new LoadProgress(terminal);
        LoadRun run =
            new LoadRun(
                plan,
                found.target(),
                workload,
                new LoadRun.World(random, proc, System::nanoTime, progress::tick))) {
      run.connect();
      run.warmUp(plan.pace(), plan.extent().warmUp());
      Outcome outcome =
          knee.isWanted()
              ? kneeOutcome(run, plan, found.target(), progress)
              : runOutcome(run, plan, found, before);
      progress.end();
      new Printing(terminal, common.json(), reportName, origin)
          .print(title(plan, found.target()), outcome);
      if (where.isRemoving()) {
        found.remove();
      }
      return (outcome.isFlawless() ? ExitCode.OK : ExitCode.REFUSED).number();
    }
  }

  private String title(LoadPlan plan, Target target) {
    String what = knee.isWanted() ? "The knee of " : "Load on ";
    return what + target.first().domain() + ": " + plan.traffic().mix().text(Operation::text);
  }

  private LoadPlan plan() {
    try {
      where.mustMakeSense();
      LoadPlan.Traffic what = traffic.traffic();
      LoadPlan plan =
          new LoadPlan(
              what,
              wire.wire(what),
              pace.pace(),
              pace.extent(),
              traffic.checks(),
              pace.seed(terminal.random()));
      knee.mustMakeSense(plan);
      return plan;
    } catch (IllegalArgumentException outOfBounds) {
      throw new CliFailure(ExitCode.USAGE, outOfBounds.getMessage(), outOfBounds);
    }
  }

  private Workload workload(LoadPlan plan, List<TestMailbox> mailboxes) {
    try {
      return Workload.prepare(
          mailboxes,
          plan.traffic().sizes(),
          terminal.random().next(RUN_BYTES),
          TimeUnit.MILLISECONDS.toSeconds(terminal.nowMillis()));
    } catch (IllegalArgumentException tooSmall) {
      throw new CliFailure(ExitCode.USAGE, tooSmall.getMessage(), tooSmall);
    }
  }

  private Outcome runOutcome(LoadRun run, LoadPlan plan, TargetOptions.Found found, long before)
      throws IOException, InterruptedException {
    Measured measured =
        run.measure(plan.pace(), plan.extent().count(), plan.extent().length(), "measuring");
    run.finish();
    LoadReport report =
        new LoadReport(plan, found.target(), Machine.here(proc), run.totals(), measured);
    return Outcome.of(report, found.accounts().stored() - before);
  }

  private Outcome kneeOutcome(LoadRun run, LoadPlan plan, Target target, LoadProgress progress)
      throws InterruptedException {
    KneeSearch search = knee.search(run, plan, progress, terminal);
    KneeReport report =
        new KneeReport(
            plan,
            target,
            Machine.here(proc),
            knee.aim((Pace.Open) plan.pace()),
            search.steps(),
            search.knee(),
            run.totals());
    return Outcome.of(report, run.isStopped());
  }
}
