package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.TestNode;
import cmtp.node.TestNode.User;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Shells on machines of their own around one real node; each test has names of its own. */
abstract class MailFixture {
  @TempDir static Path data;
  static TestNode node;

  @TempDir Path folder;
  String test;

  @BeforeAll
  static void start() {
    node = TestNode.start(data, "cmtp.limits.logins-per-hour=1000");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** Names that no other test has: all use one node. */
  @BeforeEach
  void name(TestInfo info) {
    test = info.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    test = test.substring(0, Math.min(40, test.length()));
  }

  String address(String name) {
    return name + "." + test + "@example.org";
  }

  User user(String name) {
    return node.open(name + "." + test);
  }

  /** A shell on a machine of its own, logged in with the password alone. */
  Shell shell(String name) throws IOException {
    Path home = Files.createTempDirectory(folder, name);
    return new Shell(node, home).loggedIn(address(name));
  }

  Shell account(String name) throws IOException {
    user(name);
    return shell(name);
  }

  static JsonNode only(Shell shell) {
    JsonNode messages = shell.ok("inbox", "--json").json().get("messages");
    assertEquals(1, messages.size(), messages.toString());
    return messages.get(0);
  }

  static JsonNode read(Shell shell, long uid, String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "read";
    words[1] = Long.toString(uid);
    words[2] = "--json";
    System.arraycopy(more, 0, words, 3, more.length);
    return shell.ok(words).json();
  }

  static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
