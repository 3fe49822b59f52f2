package cmtp.simulations.profile;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Asks a running JVM with the JDK's own tool. */
final class Jcmd {
  private final Path tool;
  private final long pid;

  Jcmd(Path javaHome, long pid) {
    this.tool = javaHome.resolve("bin").resolve("jcmd");
    this.pid = pid;
    if (!Files.isExecutable(tool)) {
      throw new CliFailure(
          ExitCode.NOT_FOUND, "needs a JDK: there is no " + tool + "; set JAVA_HOME to a JDK");
    }
  }

  /**
   * @return what it printed
   */
  String ask(String... command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(tool.toString(), Long.toString(pid)));
    line.addAll(List.of(command));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new CliFailure(
          ExitCode.REFUSED, "jcmd " + String.join(" ", command) + " failed: " + text.strip());
    }
    return text;
  }
}
