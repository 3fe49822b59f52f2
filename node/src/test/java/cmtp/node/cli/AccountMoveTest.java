package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestNode;
import cmtp.node.cli.console.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account that moves from one node to another which serves the same domain. */
class AccountMoveTest {
  @TempDir static Path folder;
  private static TestNode from;
  private static TestNode to;
  private static Shell there;
  private static Shell here;

  @BeforeAll
  static void start() {
    from = TestNode.start(folder.resolve("from"));
    to = TestNode.start(folder.resolve("to"));
    from.open("ann");
    there = shell("ann-there", from).loggedIn("ann@example.org");
    for (int i = 1; i <= 4; i++) {
      there.ok("send", "ann@example.org", "--text", "letter " + i);
    }
    there.ok("flag", "2", "--set", "flagged");
    there.ok("move", "3", "work");
    there.ok("delete", "1");
    here = shell("operator", to);
  }

  @AfterAll
  static void stop() {
    from.close();
    to.close();
  }

  private static Shell shell(String home, TestNode of) {
    Path directory = folder.resolve(home);
    directory.toFile().mkdirs();
    return new Shell(of, directory);
  }

  private static Path exported(String name) {
    Path file = folder.resolve(name);
    there.ok(
        "account",
        "export",
        "ann@example.org",
        file.toString(),
        "--data",
        from.server().dataDirectory().toString());
    return file;
  }

  @Test
  void keepsPasswordBoxesNumbersFlagsAndMail() {
    Path file = exported("ann.cmtp");
    there.fails(
        ExitCode.REFUSED,
        "account",
        "export",
        "nobody@example.org",
        "no.cmtp",
        "--data",
        from.server().dataDirectory().toString());

    JsonNode done = here.ok("account", "import", file.toString(), "--json").json();
    assertEquals(7, done.get("messages").asInt(), done.toString()); // 3 that came, 4 that were sent

    Shell ann = shell("ann-here", to).loggedIn("ann@example.org");
    for (String box : new String[] {"inbox", "work", "sent"}) {
      assertEquals(there.ok("box", box, "--json").json(), ann.ok("box", box, "--json").json(), box);
    }
    JsonNode boxes = ann.ok("box", "--json").json();
    assertEquals(there.ok("box", "--json").json(), boxes);
    assertTrue(ann.ok("read", "4").out().contains("letter 4"));
    here.ok("verify", "--data", to.server().dataDirectory().toString());

    here.fails(ExitCode.REFUSED, "account", "import", file.toString());
    here.fails(ExitCode.REFUSED, "restore", file.toString(), "--data", folder + "/x");
  }

  @Test
  void isRefusedIfAByteIsWrong() throws Exception {
    Path file = exported("wrong.cmtp");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 200] ^= 1;
    Files.write(file, bytes);

    TestNode other = TestNode.start(folder.resolve("other"));
    try (other) {
      Shell operator = shell("other-operator", other);
      operator.fails(ExitCode.REFUSED, "account", "import", file.toString());
      operator.ok("account", "import", exported("right.cmtp").toString());
    }
  }
}
