package cmtp.simulations.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** A command as it was typed, in a form that a shell understands. */
final class CommandWords {
  private static final String PLAIN = "[A-Za-z0-9_./:=,@%+-]+";

  private CommandWords() {}

  static String of(CommandSpec spec) {
    List<String> words = new ArrayList<>();
    words.add("cmtp");
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return of(words);
  }

  static String of(List<String> words) {
    return words.stream().map(CommandWords::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
