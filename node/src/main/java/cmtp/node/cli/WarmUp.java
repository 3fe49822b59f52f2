package cmtp.node.cli;

import cmtp.node.NodeServer;
import cmtp.node.NodeSettings;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.console.Terminal.Tty;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Does once what a node and its commands do, so that the launcher can archive the classes that were
 * loaded (AppCDS): with them everything starts in a fraction of the time. What it leaves out is
 * only slower, never wrong.
 */
public final class WarmUp {
  private static final String PASSWORD = "a password for nobody\n";

  private WarmUp() {}

  public static void main(String[] none) throws IOException {
    Path folder = Files.createTempDirectory("cmtp-warm-up");
    try {
      Terminal terminal = terminal(folder);
      Cmtp.run(List.of("--help"), terminal);
      Cmtp.run(List.of("inbox", "--help"), terminal);
      try (NodeServer node = NodeServer.start(settings(folder))) {
        String server = "127.0.0.1:" + node.port();
        Cmtp.run(List.of("account", "add", "a"), terminal(folder));
        Cmtp.run(List.of("login", "a@localhost", "--server", server), terminal(folder));
        for (String line :
            List.of(
                "send a -s subject -t text -a server.key",
                "inbox",
                "inbox --json",
                "read 1",
                "read 1 --json",
                "box",
                "key show",
                "flag 1 --set flagged",
                "move 1 archive",
                "account list")) {
          Cmtp.run(List.of(line.split(" ")), terminal);
        }
      }
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static NodeSettings settings(Path folder) {
    return NodeSettings.load(
        Optional.empty(),
        Map.of(
            "cmtp.data-directory", "\"" + folder + "\"",
            "cmtp.listen.port", "0",
            "cmtp.monitoring.port", "0",
            "cmtp.log.level", "error"));
  }

  private static Terminal terminal(Path folder) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Terminal(
        new ByteArrayInputStream(PASSWORD.getBytes(StandardCharsets.UTF_8)),
        nowhere,
        nowhere,
        folder,
        Map.of("CMTP_HOME", folder.resolve("home").toString(), "CMTP_DATA", folder.toString()),
        Clock.systemDefaultZone(),
        SecureRandomBytes.system(),
        Tty.NONE,
        question -> Optional.empty());
  }
}
