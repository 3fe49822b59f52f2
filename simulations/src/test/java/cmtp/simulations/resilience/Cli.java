package cmtp.simulations.resilience;

import cmtp.node.cli.Cmtp;
import cmtp.simulations.TestTerminal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code cmtp resilience run} as somebody types it. */
record Cli(int exitCode, String out, String err) {

  static Cli run(Path folder, String... words) {
    List<String> all = new ArrayList<>(List.of("resilience", "run"));
    all.addAll(List.of(words));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Cmtp.run(all, TestTerminal.of(folder, out, err));
    return new Cli(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out);
  }
}
