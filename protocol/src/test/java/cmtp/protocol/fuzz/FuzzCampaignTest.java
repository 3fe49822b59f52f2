package cmtp.protocol.fuzz;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cmtp.protocol.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs Jazzer on every target for {@code fuzz.seconds}, each in a process of its own because its
 * agent changes every class. Starts from the corpus in the tree, the vectors, and what former
 * campaigns left in {@code target/fuzz}. {@code fuzz.target} names the only one to run. With {@code
 * fuzz.keep=true} the smallest set of inputs that reaches the same code replaces the corpus in the
 * tree.
 */
@Tag("fuzz")
class FuzzCampaignTest {
  private static final Path WORK = Path.of("target", "fuzz");
  private static final int INPUT_BYTES_MAX = 4096;
  private static final int KEPT_BYTES_MAX = 512;
  private static final int INPUT_SECONDS_MAX = 10;

  @ParameterizedTest
  @EnumSource
  void findsNothing(Target target) throws Exception {
    assumeTrue(target.name().equals(System.getProperty("fuzz.target", target.name())));
    Path corpus = Files.createDirectories(WORK.resolve(target.name()));
    for (Bytes input : Corpus.all(target)) {
      Files.write(corpus.resolve(name(input)), input.toArray());
    }
    int result = jazzer(target, List.of("-max_total_time=" + seconds(), corpus.toString()));
    if (result != 0) {
      keepFindings(target, result);
    }
    if (Boolean.getBoolean("fuzz.keep")) {
      keepCorpus(target, corpus);
    }
  }

  private static int seconds() {
    return Integer.getInteger("fuzz.seconds", 20);
  }

  private static int jazzer(Target target, List<String> arguments)
      throws IOException, InterruptedException {
    Path log = WORK.resolve(target.name() + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx512m",
                "-XX:+EnableDynamicAgentLoading",
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type().getName(),
                "--instrumentation_includes=cmtp.**",
                "--keep_going=1",
                "--reproducer_path=" + WORK,
                "-artifact_prefix=" + artifacts(target),
                "-max_len=" + INPUT_BYTES_MAX,
                "-timeout=" + INPUT_SECONDS_MAX,
                "-print_final_stats=1"));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start()
        .waitFor();
  }

  private static String artifacts(Target target) {
    return WORK.resolve("found-" + target.name() + "-").toString();
  }

  private static void keepFindings(Target target, int result) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : list(WORK)) {
      if (file.toString().startsWith(artifacts(target))) {
        Bytes input = Bytes.wrap(Files.readAllBytes(file));
        Corpus.keepFinding(target, input);
        Files.delete(file);
        found.add(input.hex());
      }
    }
    Path log = WORK.resolve(target.name() + ".log");
    fail(target + " ended with " + result + ", see " + log + "; kept: " + found);
  }

  private static void keepCorpus(Target target, Path corpus) throws Exception {
    Path merged = WORK.resolve("merged-" + target.name());
    for (Path old : Files.exists(merged) ? list(merged) : List.<Path>of()) {
      Files.delete(old);
    }
    Files.createDirectories(merged);
    int result = jazzer(target, List.of("-merge=1", merged.toString(), corpus.toString()));
    if (result != 0) {
      fail("merging the corpus of " + target + " ended with " + result);
    }
    List<Bytes> kept = new ArrayList<>();
    for (Path file : list(merged)) {
      if (Files.size(file) <= KEPT_BYTES_MAX) {
        kept.add(Bytes.wrap(Files.readAllBytes(file)));
      }
    }
    Corpus.keep(target, kept);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String name(Bytes input) {
    return "kept-" + Integer.toHexString(input.hashCode()) + "-" + input.length();
  }
}
