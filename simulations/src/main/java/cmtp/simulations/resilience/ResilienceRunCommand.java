package cmtp.simulations.resilience;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.simulations.report.Origin;
import cmtp.simulations.report.Progress;
import cmtp.simulations.report.ReportFiles;
import cmtp.simulations.resilience.disk.DirectoryTree;
import cmtp.simulations.resilience.fault.FaultKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmtp resilience run}: one run. */
@Command(
    name = "run",
    description = {
      "Start nodes as processes of their own, write mail to them over TCP from several connections,"
          + " do harm to them again and again, and list every mailbox at the end.",
      "Each message is sent byte for byte the same until it is answered. Lost is what was"
          + " acknowledged and is not there; doubled what is there twice; a ghost what nobody sent;"
          + " damaged what has another body.",
      "The same seed gives the same faults in the same order, each after as much time. What a node"
          + " is doing at that moment differs from run to run.",
      "The exit code is 1 if any message was lost, doubled, damaged or a ghost, or if mail was not"
          + " taken again."
    },
    footer = {
      "",
      "Faults: single: kill, stop, disk-full (root), power-cut (a C compiler);",
      "federation: kill, stop, partition, loss, slow-dns (the last three: root);",
      "cluster, which has a PostgreSQL server of its own: kill, stop.",
      "",
      "Examples:",
      "  cmtp resilience run --faults kill --count 200 --seed 7",
      "  cmtp resilience run --faults kill,stop,disk-full --count 30 --report run",
      "  cmtp resilience run --faults power-cut --count 50 --large 30",
      "  cmtp resilience run --faults power-cut --count 5 --lying-disk   loses mail, as it must"
    })
final class ResilienceRunCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private CommonOptions common;

  @Option(
      names = "--topology",
      paramLabel = "SHAPE",
      defaultValue = "single",
      description =
          "Which nodes: single, federation (of three) or cluster (of three processes);"
              + " ${DEFAULT-VALUE} unless given.")
  private String topology;

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      split = ",",
      defaultValue = "kill",
      description = "What is done to them, separated by commas; ${DEFAULT-VALUE} unless given.")
  private List<String> faults;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "10",
      description = "How often; ${DEFAULT-VALUE} unless given.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Where all chance comes from; ${DEFAULT-VALUE} unless given.")
  private long seed;

  @Option(
      names = "--writers",
      paramLabel = "N",
      defaultValue = "8",
      description = "Connections that write; ${DEFAULT-VALUE} unless given.")
  private int writers;

  @Option(
      names = "--mailboxes",
      paramLabel = "N",
      defaultValue = "8",
      description = "Mailboxes in each domain; ${DEFAULT-VALUE} unless given.")
  private int mailboxes;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "Messages a second at most, all writers together; 0 for as many as are taken;"
              + " ${DEFAULT-VALUE} unless given.")
  private double rate;

  @Option(
      names = "--large",
      paramLabel = "PERCENT",
      defaultValue = "2",
      description =
          "Messages of a hundred that have 120 KB instead of up to 1.5; ${DEFAULT-VALUE} unless"
              + " given.")
  private int large;

  @Option(
      names = "--cuts-each",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Power cuts that are made of one recording of a node; ${DEFAULT-VALUE} unless given.")
  private int cutsEach;

  @Option(
      names = "--lying-disk",
      description =
          "Power cuts: the disk only says that it has synced. Mail gets lost; so it is seen that it"
              + " would be noticed.")
  private boolean lyingDisk;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "Keep everything there: ledger, logs, data directories. It must not exist yet. Otherwise"
              + " a temporary folder is removed at the end.")
  private Path keep;

  @Option(names = "--report", paramLabel = "NAME", description = ReportFiles.OPTION)
  private Path report;

  @Spec private CommandSpec spec;

  ResilienceRunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunPlan plan = plan();
    Origin origin = Origin.now(terminal, spec);
    Outcome outcome = outcome(plan);
    print(outcome, origin);
    return (outcome.isFlawless() ? ExitCode.OK : ExitCode.REFUSED).number();
  }

  private Outcome outcome(RunPlan plan) throws IOException, InterruptedException {
    try (Leftovers leftovers = new Leftovers(terminal);
        Progress progress = new Progress(terminal)) {
      Path folder = folder();
      if (keep == null) {
        leftovers.add(() -> DirectoryTree.delete(folder));
      }
      return Runs.run(leftovers.add(Bench.in(folder, plan, terminal)), leftovers, progress);
    }
  }

  private Path folder() throws IOException {
    if (keep == null) {
      return Files.createTempDirectory("cmtp-resilience").toRealPath();
    }
    Path folder = terminal.directory().resolve(keep).toAbsolutePath();
    if (Files.exists(folder)) {
      throw new CliFailure(ExitCode.USAGE, folder + " exists: --keep makes a new one");
    }
    return Files.createDirectories(folder).toRealPath();
  }

  private RunPlan plan() {
    RunPlan.Shape shape =
        RunPlan.Shape.of(topology)
            .orElseThrow(
                () ->
                    new CliFailure(
                        ExitCode.USAGE,
                        "--topology is single, federation or cluster, not " + topology));
    List<FaultKind> kinds = new ArrayList<>();
    for (String word : faults) {
      kinds.add(
          FaultKind.of(word)
              .orElseThrow(
                  () ->
                      new CliFailure(
                          ExitCode.USAGE,
                          "no fault is called " + word + ", but " + FaultKind.words())));
    }
    try {
      return new RunPlan(
          shape, kinds, count, seed, writers, mailboxes, rate, large, cutsEach, lyingDisk);
    } catch (IllegalArgumentException impossible) {
      throw new CliFailure(ExitCode.USAGE, impossible.getMessage(), impossible);
    }
  }

  private void print(Outcome outcome, Origin origin) throws IOException {
    if (report != null) {
      ReportFiles.of(terminal.directory().resolve(report)).write(OutcomePage.of(outcome, origin));
    }
    if (common.json()) {
      terminal.json(OutcomeText.json(outcome));
    } else {
      OutcomeText.lines(outcome).forEach(terminal::say);
      if (keep != null) {
        terminal.say("kept        " + terminal.directory().resolve(keep));
      }
    }
  }
}
