package cmtp.simulations.resilience;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.simulations.report.Progress;
import cmtp.simulations.resilience.disk.Recorder;
import cmtp.simulations.resilience.disk.SmallDisk;
import cmtp.simulations.resilience.fault.FaultKind;
import cmtp.simulations.resilience.place.Cluster;
import cmtp.simulations.resilience.place.Federation;
import cmtp.simulations.resilience.place.SingleNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts together what a plan needs. */
final class Runs {
  private static final int DISK_MEBIBYTES = 512;

  private final Bench bench;
  private final Leftovers leftovers;
  private final Progress progress;

  private Runs(Bench bench, Leftovers leftovers, Progress progress) {
    this.bench = bench;
    this.leftovers = leftovers;
    this.progress = progress;
  }

  /**
   * @throws CliFailure if this machine lacks something for it
   */
  static Outcome run(Bench bench, Leftovers leftovers, Progress progress)
      throws IOException, InterruptedException {
    Runs runs = new Runs(bench, leftovers, progress);
    return switch (bench.plan().shape()) {
      case SINGLE -> runs.single();
      case FEDERATION -> runs.federation();
      case CLUSTER -> runs.cluster();
    };
  }

  private Outcome single() throws IOException, InterruptedException {
    Path data = bench.folder().resolve("data");
    if (bench.plan().has(FaultKind.POWER_CUT)) {
      Recorder recorder = recorder();
      SingleNode node = leftovers.add(SingleNode.at(Files.createDirectory(data)));
      return new PowerCutRun(bench, node, recorder, progress).run();
    }
    if (bench.plan().has(FaultKind.DISK_FULL)) {
      SmallDisk disk = leftovers.add(smallDisk());
      SingleNode node = leftovers.add(SingleNode.at(disk.path().resolve("data")));
      Injector harm = new EitherHarm(new DiskHarm(disk), new ProcessHarm());
      return new FaultRun(bench, node, harm, progress).run();
    }
    SingleNode node = leftovers.add(SingleNode.at(data));
    return new FaultRun(bench, node, new ProcessHarm(), progress).run();
  }

  private Recorder recorder() throws InterruptedException {
    try {
      return Recorder.compile(bench.folder());
    } catch (IOException missing) {
      throw new CliFailure(ExitCode.USAGE, missing.getMessage(), missing);
    }
  }

  private SmallDisk smallDisk() throws InterruptedException {
    try {
      return SmallDisk.make(bench.folder(), DISK_MEBIBYTES);
    } catch (IOException missing) {
      throw new CliFailure(
          ExitCode.USAGE,
          "no small file system can be made here (needs root, mkfs.ext4 and loop devices): "
              + missing.getMessage(),
          missing);
    }
  }

  private Outcome federation() throws IOException, InterruptedException {
    RunPlan plan = bench.plan();
    boolean apart = plan.has(FaultKind.PARTITION) || plan.has(FaultKind.LOSS);
    Federation federation = leftovers.add(federation(apart));
    Injector harm = new EitherHarm(new NetworkHarm(federation), new ProcessHarm());
    return new FaultRun(bench, federation, harm, progress).run();
  }

  private Federation federation(boolean apart) throws InterruptedException {
    try {
      return Federation.in(bench.folder(), apart);
    } catch (IOException missing) {
      throw new CliFailure(
          ExitCode.USAGE,
          "no federation can be made here (partition and loss need root, ip, nft and sysctl): "
              + missing.getMessage(),
          missing);
    }
  }

  private Outcome cluster() throws IOException, InterruptedException {
    try {
      Cluster cluster = leftovers.add(Cluster.in(bench.folder(), bench.terminal().random()));
      return new FaultRun(bench, cluster, new ProcessHarm(), progress).run();
    } catch (NoClassDefFoundError distribution) {
      throw new CliFailure(
          ExitCode.USAGE, "there is no PostgreSQL in here: run this from a clone", distribution);
    }
  }
}
