package cmtp.simulations.load;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.simulations.load.result.Comparison;
import cmtp.simulations.load.result.ComparisonReport;
import cmtp.simulations.load.result.RunFile;
import cmtp.simulations.report.Origin;
import cmtp.simulations.report.ReportFiles;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cmtp load compare}: what differs between two runs. */
@Command(
    name = "compare",
    description = {
      "Compare two reports of `cmtp load run --report`, and say which differences are more than"
          + " noise.",
      "Each run's seconds are drawn anew, with replacement, 2,000 times: 99 of 100 ratios of these"
          + " draws are in the range given. A range that holds 1 shows no difference. It knows the"
          + " noise within these two runs only: repeat both, in turns, before you believe it."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp load run --rate 500 --seconds 60 --report before.json",
      "  cmtp load run --rate 500 --seconds 60 --report after.json",
      "  cmtp load compare before.json after.json"
    })
public final class CompareCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Parameters(index = "0", paramLabel = "BEFORE", description = "A report of a run.")
  private Path before;

  @Parameters(index = "1", paramLabel = "AFTER", description = "Another one.")
  private Path after;

  @Option(
      names = "--different",
      description = "Compare them although they had different settings or machines.")
  private boolean different;

  @Option(names = "--report", paramLabel = "NAME", description = ReportFiles.OPTION)
  private Path reportName;

  public CompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Origin origin = Origin.now(terminal, spec);
    RunFile one = read(before);
    RunFile other = read(after);
    if (one.isRamp() || other.isRamp()) {
      throw new CliFailure(
          ExitCode.USAGE,
          "a ramp can't be compared: its seconds are not alike, as those drawn are");
    }
    SortedMap<String, String> differences = one.differences(other);
    if (!differences.isEmpty() && !different) {
      throw new CliFailure(
          ExitCode.USAGE,
          "these runs can't be compared, they differ in "
              + ComparisonReport.text(differences)
              + "; with --different they are");
    }
    ComparisonReport report =
        new ComparisonReport(
            one, other, differences, new Comparison(one.slices(), other.slices()).rows());
    Outcome outcome = new Outcome(true, report.lines(), report.toJson(), report::fill);
    new Printing(terminal, common.json(), reportName, origin)
        .print("Two runs: " + before + " and " + after, outcome);
    return ExitCode.OK.number();
  }

  private RunFile read(Path file) throws IOException {
    try {
      Path path = terminal.directory().resolve(file);
      return RunFile.of(new ObjectMapper().readTree(Files.readString(path)));
    } catch (NoSuchFileException none) {
      throw new CliFailure(ExitCode.NOT_FOUND, "there is no file " + file, none);
    } catch (IllegalArgumentException | JsonProcessingException other) {
      throw new CliFailure(
          ExitCode.USAGE,
          file + " is no report of `cmtp load run --report`: " + firstLine(other),
          other);
    }
  }

  private static String firstLine(Exception failed) {
    return String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
  }
}
