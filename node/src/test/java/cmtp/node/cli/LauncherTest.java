package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with a Java and a Maven that only say how they were called. */
class LauncherTest {
  private static final String JAVA =
      "#!/bin/sh\nif [ \"$1\" = -Xshare:auto ]; then exit 1; fi\n"
          + "echo \"pid $$\"\nfor a in \"$@\"; do echo \"$a\"; done\necho \"locale $LC_ALL\"\n";

  /** Not deleted by JUnit, which fails if the launcher still works on its archive behind it. */
  @TempDir(cleanup = CleanupMode.NEVER)
  Path temp;

  private Path root;
  private Path launcher;
  private Path java;

  private record Run(int exitCode, long pid, List<String> lines) {}

  @BeforeEach
  void unpack() throws IOException {
    root = Files.createDirectories(temp.resolve("a folder"));
    launcher = Files.createDirectories(root.resolve("node/bin")).resolve("cmtp");
    Files.copy(Path.of("bin/cmtp"), launcher);
    Files.createDirectory(root.resolve("node/lib"));
    jar("cmtp-simulations-1.jar");
    jar("cmtp-node-1.jar");
    java = Files.createDirectories(temp.resolve("java/bin")).resolve("java");
    script(java, JAVA);
    release("17.0.1");
  }

  @AfterEach
  void delete() throws IOException {
    for (int tries = 0; Files.exists(temp); tries++) {
      try (Stream<Path> all = Files.walk(temp)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(one);
        }
      } catch (DirectoryNotEmptyException | UncheckedIOException changing) {
        assertTrue(tries < 200, () -> "never still: " + changing);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }

  private void jar(String name) throws IOException {
    Files.writeString(root.resolve("node/lib").resolve(name), "");
  }

  private void release(String version) throws IOException {
    Files.writeString(temp.resolve("java/release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Run run(Path command, String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of(command.toString()));
    line.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(line).directory(temp.toFile());
    builder.environment().put("JAVA_HOME", temp.resolve("java").toString());
    builder.environment().put("PATH", temp.resolve("tools") + ":" + System.getenv("PATH"));
    builder.environment().remove("CMTP_JAVA_OPTS");
    builder.environment().put("LC_ALL", "");
    builder.environment().put("LC_CTYPE", "");
    builder.environment().put("LANG", "C");
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Run(process.exitValue(), process.pid(), out.lines().toList());
  }

  @Test
  void becomesTheJavaProcessSoThatSignalsReachIt() throws Exception {
    Run run = run(launcher, "inbox");
    assertEquals(0, run.exitCode());
    assertEquals("pid " + run.pid(), run.lines().get(0));
  }

  @Test
  void passesArgumentsOnAsTheyAre() throws Exception {
    Run run = run(launcher, "send", "a b", "", "c'd\"", "*", "Grüße");
    int main = run.lines().indexOf("cmtp.node.cli.Cmtp");
    assertEquals(
        List.of("send", "a b", "", "c'd\"", "*", "Grüße"), run.lines().subList(main + 1, main + 7));
  }

  @Test
  void worksThroughLinksFromAnywhere() throws Exception {
    Path first = Files.createSymbolicLink(temp.resolve("first"), launcher);
    Path second = Files.createSymbolicLink(temp.resolve("second"), Path.of("first"));
    Run run = run(second, "inbox");
    assertEquals(0, run.exitCode(), run.lines().toString());
    String classpath = run.lines().get(run.lines().indexOf("-cp") + 1);
    assertEquals(
        root.toRealPath().resolve("node/lib/cmtp-node-1.jar")
            + ":"
            + root.toRealPath().resolve("node/lib/cmtp-simulations-1.jar"),
        classpath);
  }

  @Test
  void startsQuicklyButLeavesANodeToJava() throws Exception {
    assertTrue(run(launcher, "inbox").lines().contains("-XX:TieredStopAtLevel=1"));
    assertFalse(run(launcher, "--verbose", "serve").lines().contains("-XX:TieredStopAtLevel=1"));
    assertTrue(run(launcher, "load", "run").lines().contains("-XX:TieredStopAtLevel=1"));
    assertFalse(run(launcher, "sim", "run").lines().contains("-XX:TieredStopAtLevel=1"));
    assertFalse(run(launcher, "scale", "run").lines().contains("-XX:+UseSerialGC"));
  }

  @Test
  void makesArgumentsUnicodeWhereTheLocaleDoesNot() throws Exception {
    assertTrue(run(launcher, "inbox").lines().contains("locale C.UTF-8"));
  }

  @Test
  void needsJava17() throws Exception {
    release("11.0.2");
    Run run = run(launcher, "inbox");
    assertEquals(1, run.exitCode());
    assertTrue(run.lines().get(0).startsWith("cmtp: needs Java 17 or newer"), run.toString());
    Files.delete(java);
    assertTrue(run(launcher, "inbox").lines().get(0).contains("JAVA_HOME"));
  }

  @Test
  void buildsAClonesJarsWhenTheyAreMissingOrOld() throws Exception {
    Path source = root.resolve("protocol/src/main/java/A.java");
    Files.createDirectories(source.getParent());
    for (String module : List.of("persistence", "node", "simulations")) {
      Files.createDirectories(root.resolve(module + "/src/main"));
    }
    Files.writeString(source, "");
    Files.writeString(root.resolve("pom.xml"), "");
    Path built = temp.resolve("built");
    script(
        Files.createDirectory(temp.resolve("tools")).resolve("mvn"),
        "#!/bin/sh\necho \"$PWD\" >>'" + built + "'\ntouch node/lib/cmtp-simulations-1.jar\n");
    age(root.resolve("node/lib/cmtp-simulations-1.jar"), 100);

    Run first = run(launcher, "inbox");
    assertEquals(0, first.exitCode(), first.toString());
    assertTrue(first.lines().get(0).startsWith("cmtp: building"), first.toString());
    assertEquals(List.of(root.toRealPath().toString()), Files.readAllLines(built));

    age(source, 50);
    age(root.resolve("pom.xml"), 50);
    run(launcher, "inbox");
    assertEquals(1, Files.readAllLines(built).size(), "nothing has changed");

    age(source, -50);
    run(launcher, "inbox");
    assertEquals(2, Files.readAllLines(built).size(), "a source has changed");

    age(source, 50);
    Files.delete(root.resolve("node/lib/cmtp-simulations-1.jar"));
    run(launcher, "inbox");
    assertEquals(3, Files.readAllLines(built).size(), "a jar is missing");
  }

  private static void age(Path file, int seconds) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(seconds)));
  }

  @Test
  void buildsNothingInADistribution() throws Exception {
    script(Files.createDirectory(temp.resolve("tools")).resolve("mvn"), "#!/bin/sh\necho built\n");
    assertFalse(run(launcher, "inbox").lines().contains("built"));
  }
}
