package cmtp.node.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the script that operators run. */
public final class Certificates {
  private Certificates() {}

  public static void make(Path directory, String... names)
      throws IOException, InterruptedException {
    assertEquals(0, run(directory, names).exitValue());
  }

  static Process run(Path directory, String... names) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bin/cmtp-certificates", directory.toString()));
    command.addAll(List.of(names));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(directory.resolveSibling("cmtp-certificates.log").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    process.waitFor();
    return process;
  }
}
