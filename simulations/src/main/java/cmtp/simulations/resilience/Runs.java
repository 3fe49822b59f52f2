package cmtp.simulations.resilience;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
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

  private Runs() {}

  /**
   * @throws CliFailure if this machine lacks something for it
   */
  static Outcome run(Bench bench, RunProgress progress) throws IOException, InterruptedException {
    RunPlan plan = bench.plan();
    if (plan.has(FaultKind.POWER_CUT)) {
      return powerCuts(bench, progress);
    }
    if (plan.has(FaultKind.DISK_FULL)) {
      return onSmallDisk(bench, progress);
    }
    return switch (plan.shape()) {
      case SINGLE -> single(bench, progress);
      case FEDERATION -> federation(bench, progress);
      case CLUSTER -> cluster(bench, progress);
    };
  }

  private static Outcome federation(Bench bench, RunProgress progress)
      throws IOException, InterruptedException {
    boolean apart = bench.plan().has(FaultKind.PARTITION) || bench.plan().has(FaultKind.LOSS);
    try (Federation federation = Federation.in(bench.folder(), apart)) {
      Injector harm = new EitherHarm(new NetworkHarm(federation), new ProcessHarm());
      return new FaultRun(bench, federation, harm, progress).run();
    }
  }

  private static Outcome cluster(Bench bench, RunProgress progress)
      throws IOException, InterruptedException {
    try (Cluster cluster = Cluster.in(bench.folder(), bench.terminal().random())) {
      return new FaultRun(bench, cluster, new ProcessHarm(), progress).run();
    } catch (NoClassDefFoundError distribution) {
      throw new CliFailure(
          ExitCode.USAGE, "there is no PostgreSQL in here: run this from a clone", distribution);
    }
  }

  private static Outcome single(Bench bench, RunProgress progress)
      throws IOException, InterruptedException {
    try (SingleNode node = SingleNode.at(bench.folder().resolve("data"))) {
      return new FaultRun(bench, node, new ProcessHarm(), progress).run();
    }
  }

  private static Outcome powerCuts(Bench bench, RunProgress progress)
      throws IOException, InterruptedException {
    Path data = Files.createDirectory(bench.folder().resolve("data"));
    try (SingleNode node = SingleNode.at(data)) {
      return new PowerCutRun(bench, node, recorder(bench.folder()), progress).run();
    }
  }

  private static Recorder recorder(Path folder) throws InterruptedException {
    try {
      return Recorder.compile(folder);
    } catch (IOException missing) {
      throw new CliFailure(ExitCode.USAGE, missing.getMessage(), missing);
    }
  }

  private static Outcome onSmallDisk(Bench bench, RunProgress progress)
      throws IOException, InterruptedException {
    try (SmallDisk disk = smallDisk(bench.folder());
        SingleNode node = SingleNode.at(disk.path().resolve("data"))) {
      DiskHarm full = new DiskHarm(disk);
      Injector harm = new EitherHarm(full, new ProcessHarm());
      return new FaultRun(bench, node, harm, progress).run();
    }
  }

  private static SmallDisk smallDisk(Path folder) throws InterruptedException {
    try {
      return SmallDisk.make(folder, DISK_MEBIBYTES);
    } catch (IOException missing) {
      throw new CliFailure(
          ExitCode.USAGE,
          "no small file system can be made here (needs root, mkfs.ext4 and loop devices): "
              + missing.getMessage(),
          missing);
    }
  }
}
