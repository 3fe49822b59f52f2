package cmtp.simulations.profile;

import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.operator.NodeOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmtp load profile}: where a running node's time goes. */
@Command(
    name = "profile",
    description = {
      "Watch a node on this machine for some seconds and say where its time goes: CPU time by"
          + " threads, and samples by packages and methods.",
      "Start the load first; the node itself needs no options for this."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp load run --seconds 30 & cmtp load profile --seconds 15",
      "  cmtp load profile --keep /tmp/node.jfr"
    })
public final class ProfileCommand implements Callable<Integer> {
  private static final String RECORDING = "name=cmtp-load";

  private final Terminal terminal;
  @Mixin private CommonOptions common;
  @Mixin private NodeOption node;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "How long to watch; ${DEFAULT-VALUE} unless given.")
  private int seconds;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "15",
      description = "Rows of each table; ${DEFAULT-VALUE} unless given.")
  private int rows;

  @Option(
      names = "--keep",
      paramLabel = "FILE",
      description = "Keep the flight recording, for jfr and JDK Mission Control.")
  private Path kept;

  public ProfileCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What was found. */
  private record Profile(List<ThreadTimes.Row> threads, MethodSamples samples) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    long pid = node.client(terminal).get("/v1/status").path("pid").asLong();
    Jcmd jcmd = new Jcmd(Path.of(System.getProperty("java.home")), pid);
    Path file =
        kept == null
            ? Files.createTempFile("cmtp-load", ".jfr")
            : terminal.directory().resolve(kept).toAbsolutePath();
    try {
      Profile profile = watch(jcmd, file);
      if (common.json()) {
        terminal.json(toJson(profile));
      } else {
        lines(profile).forEach(terminal::say);
      }
    } finally {
      if (kept == null) {
        Files.deleteIfExists(file);
      }
    }
    return ExitCode.OK.number();
  }

  private Profile watch(Jcmd jcmd, Path file) throws IOException, InterruptedException {
    jcmd.ask("JFR.start", RECORDING, "settings=profile");
    try {
      ThreadTimes before = ThreadTimes.parse(jcmd.ask("Thread.print"));
      letPass(seconds);
      ThreadTimes after = ThreadTimes.parse(jcmd.ask("Thread.print"));
      jcmd.ask("JFR.dump", RECORDING, "filename=" + file);
      return new Profile(after.since(before), MethodSamples.read(file));
    } finally {
      jcmd.ask("JFR.stop", RECORDING);
    }
  }

  private static void letPass(int seconds) throws InterruptedException {
    boolean never = new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
    if (never) {
      throw new IllegalStateException("nobody counts this down");
    }
  }

  private List<String> lines(Profile profile) {
    List<String> lines = new ArrayList<>();
    double total = profile.threads().stream().mapToDouble(ThreadTimes.Row::millis).sum();
    lines.add(text("CPU time by threads: %.0f ms in %d s", total, seconds));
    profile.threads().stream()
        .limit(rows)
        .forEach(row -> lines.add(share(row.millis(), total) + row.group()));
    table(lines, "Java samples by packages", profile.samples().rooms(false));
    table(lines, "Java samples by methods", profile.samples().methods(false));
    table(lines, "native samples by packages, waiting included", profile.samples().rooms(true));
    table(lines, "native samples by methods, waiting included", profile.samples().methods(true));
    return lines;
  }

  private void table(List<String> lines, String title, List<MethodSamples.Row> table) {
    int total = table.stream().mapToInt(MethodSamples.Row::samples).sum();
    lines.add("");
    lines.add(text("%s: %d", title, total));
    table.stream().limit(rows).forEach(row -> lines.add(share(row.samples(), total) + row.name()));
  }

  private static String share(double part, double whole) {
    return text("  %5.1f %%  ", whole > 0 ? 100 * part / whole : 0);
  }

  private Map<String, Object> toJson(Profile profile) {
    Map<String, Object> json = new LinkedHashMap<>();
    Map<String, Object> threads = new LinkedHashMap<>();
    profile.threads().forEach(row -> threads.put(row.group(), Math.round(row.millis())));
    json.put("seconds", seconds);
    json.put("threadCpuMillis", threads);
    json.put("javaPackages", toJson(profile.samples().rooms(false)));
    json.put("javaMethods", toJson(profile.samples().methods(false)));
    json.put("nativePackages", toJson(profile.samples().rooms(true)));
    json.put("nativeMethods", toJson(profile.samples().methods(true)));
    return json;
  }

  private Map<String, Object> toJson(List<MethodSamples.Row> table) {
    Map<String, Object> json = new LinkedHashMap<>();
    table.stream().limit(rows).forEach(row -> json.put(row.name(), row.samples()));
    return json;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
