package cmtp.node.cli.demo;

import cmtp.node.cli.Cmtp;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code cmtp serve} in a process of its own, for one domain of the demo. */
final class DemoNode implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long STOP_SECONDS_MAX = 35;

  private final String domain;
  private final Path data;
  private final Path log;
  private final int dnsPort;
  private Process process;
  private int port;

  DemoNode(String domain, Path folder, int dnsPort) {
    this.domain = domain;
    this.data = folder.resolve(domain);
    this.log = folder.resolve(domain + ".log");
    this.dnsPort = dnsPort;
  }

  /** Starts the process; {@link #awaitReady} tells when it serves. The port stays the same. */
  void start() throws IOException {
    process =
        new ProcessBuilder(command())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  private List<String> command() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Cmtp.class.getName()));
    words.addAll(List.of("serve", "--json", "--domain", domain, "--data", data.toString()));
    words.addAll(List.of("--port", Integer.toString(port)));
    set(words, "cmtp.listen.interface=127.0.0.1");
    set(words, "cmtp.monitoring.port=off");
    set(words, "cmtp.dns.servers=[\"127.0.0.1:" + dnsPort + "\"]");
    set(words, "cmtp.dns.private-targets=true");
    set(words, "cmtp.delivery.retry-first=2s");
    set(words, "cmtp.delivery.retry-max=3s");
    set(words, "cmtp.delivery.linger=500ms");
    set(words, "cmtp.log.level=warn");
    return words;
  }

  private static void set(List<String> words, String setting) {
    words.add("--set");
    words.add(setting);
  }

  void awaitReady() throws IOException {
    try {
      JsonNode said = JSON.readerFor(JsonNode.class).readValue(process.getInputStream());
      port = said.path("port").asInt();
    } catch (IOException failed) {
      throw new CliFailure(
          ExitCode.REFUSED, "a node did not start:\n" + Files.readString(log), failed);
    }
  }

  String domain() {
    return domain;
  }

  Path data() {
    return data;
  }

  int port() {
    return port;
  }

  /** Lets time pass; false if the process ended. */
  boolean isAliveAfter(long millis) throws InterruptedException {
    return !process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** SIGTERM, and the end of the process. */
  @Override
  public void close() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
