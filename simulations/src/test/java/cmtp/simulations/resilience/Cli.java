package cmtp.simulations.resilience;

import cmtp.node.cli.Cmtp;
import cmtp.node.cli.console.Terminal;
import cmtp.protocol.crypto.SecureRandomBytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code cmtp resilience run} as somebody types it. */
record Cli(int exitCode, String out, String err) {

  static Cli run(Path folder, String... words) {
    List<String> all = new ArrayList<>(List.of("resilience", "run"));
    all.addAll(List.of(words));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Cmtp.run(all, terminal(folder, out, err));
    return new Cli(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static Terminal terminal(Path folder, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Terminal(
        InputStream.nullInputStream(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        folder,
        Map.of(),
        Clock.systemUTC(),
        SecureRandomBytes.system(),
        Terminal.Tty.NONE,
        question -> Optional.empty());
  }

  JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out);
  }
}
