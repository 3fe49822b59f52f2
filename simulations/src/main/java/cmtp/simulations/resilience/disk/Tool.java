package cmtp.simulations.resilience.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of the system that a fault needs. */
public final class Tool {
  private Tool() {}

  /** What it said. */
  public record Outcome(int code, String said) {}

  /**
   * Waits for its end.
   *
   * @throws IOException if it says that it failed
   */
  public static String run(String... command) throws IOException, InterruptedException {
    Outcome outcome = tried(List.of(command));
    if (outcome.code() != 0) {
      throw new IOException(String.join(" ", command) + ": " + outcome.said().strip());
    }
    return outcome.said();
  }

  /** The same, whatever comes of it. */
  public static Outcome tried(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), said);
    } catch (IOException absent) {
      return new Outcome(-1, absent.getMessage());
    }
  }

  public static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
