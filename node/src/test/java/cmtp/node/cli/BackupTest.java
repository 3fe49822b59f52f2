package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestNode;
import cmtp.node.cli.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a running node, and nodes on what was restored. */
class BackupTest {
  @TempDir static Path folder;
  private static Path data;
  private static TestNode node;
  private static Shell ann;

  @BeforeAll
  static void start() {
    data = folder.resolve("data");
    node = TestNode.start(data);
    node.open("ann");
    node.open("bob");
    ann = shell("ann-home", node).loggedIn("ann@example.org");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Shell shell(String home, TestNode of) {
    Path directory = folder.resolve(home);
    directory.toFile().mkdirs();
    return new Shell(of, directory);
  }

  private static String[] words(String... words) {
    return words;
  }

  @Test
  void holdsEverythingAcknowledgedBeforeItBeganAndOpensWithTheSamePassword() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    AtomicInteger sent = new AtomicInteger();
    Thread writer =
        new Thread(
            () -> {
              while (!enough.get()) {
                ann.ok("send", "bob@example.org", "--text", "number " + sent.get());
                sent.incrementAndGet();
              }
            });
    writer.start();
    while (sent.get() < 5) {
      Thread.onSpinWait();
    }
    int before = sent.get();
    Path file = folder.resolve("loaded.cmtp");
    ann.ok(words("backup", file.toString(), "--data", data.toString(), "--json"));
    enough.set(true);
    writer.join();

    assertTrue(ann.ok("verify", file.toString(), "--json").json().get("sound").asBoolean());
    Path copy = folder.resolve("copy");
    ann.ok("restore", file.toString(), "--data", copy.toString());
    ann.ok("verify", "--data", copy.toString());
    try (TestNode restored = TestNode.start(copy)) {
      assertEquals(node.server().fingerprint(), restored.server().fingerprint());
      Shell bob = shell("bob-restored", restored).loggedIn("bob@example.org");
      int there = bob.ok("box", "inbox", "--json").json().get("messages").size();
      assertTrue(there >= before && there <= sent.get(), there + " of " + before);
      assertTrue(bob.ok("read", "1").out().contains("number 0"));
    }
  }

  @Test
  void isForItsOwnerOnlyAndReplacesNothing() throws Exception {
    Path file = folder.resolve("twice.cmtp");
    ann.ok("backup", file.toString(), "--data", data.toString());

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    ann.fails(ExitCode.REFUSED, "backup", file.toString(), "--data", data.toString());
    ann.ok("backup", file.toString(), "--data", data.toString(), "--force");
    assertFalse(Files.exists(folder.resolve("twice.cmtp.part")));
  }

  @Test
  void isNotRestoredOverAStore() {
    Path file = folder.resolve("over.cmtp");
    ann.ok("backup", file.toString(), "--data", data.toString());

    ann.fails(ExitCode.REFUSED, "restore", file.toString(), "--data", data.toString());
  }

  @Test
  void ofWhichAByteIsWrongIsNoBackup() throws Exception {
    Path file = folder.resolve("wrong.cmtp");
    ann.ok("backup", file.toString(), "--data", data.toString());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);

    ann.fails(ExitCode.REFUSED, "verify", file.toString());
    Path copy = folder.resolve("from-wrong");
    ann.fails(ExitCode.REFUSED, "restore", file.toString(), "--data", copy.toString());
    assertFalse(Files.exists(copy.resolve("mail.db")));
    assertFalse(Files.exists(copy.resolve("server.key")));
  }

  @Test
  void ofNothingSaysSo() {
    Path nowhere = folder.resolve("nowhere");

    ann.fails(ExitCode.REFUSED, "backup", "x.cmtp", "--data", nowhere.toString());
    ann.fails(ExitCode.REFUSED, "verify", "missing.cmtp");
  }

  @Test
  void aRunningNodeIsNotMoved() {
    ann.fails(
        ExitCode.REFUSED,
        "migrate",
        "--data",
        data.toString(),
        "--to",
        "jdbc:postgresql://127.0.0.1:1/x");
  }
}
