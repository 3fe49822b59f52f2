package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cmtp.node.TestNode;
import cmtp.node.cli.console.ExitCode;
import cmtp.persistence.engine.PostgresSettings;
import cmtp.persistence.testing.TestPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that moves to PostgreSQL and back. */
class MigrateTest {
  @TempDir Path folder;

  private Shell shell(String home, TestNode of) {
    Path directory = folder.resolve(home);
    directory.toFile().mkdirs();
    return new Shell(of, directory);
  }

  @Test
  void losesNothingOnTheWayThereAndBack() {
    Path data = folder.resolve("data");
    PostgresSettings server = TestPostgres.shared().freshDatabase();
    String url = "cmtp.store.url=\"" + server.url() + "\"";
    String user = "cmtp.store.user=" + server.user();
    Shell operator;
    JsonNode before;
    try (TestNode node = TestNode.start(data)) {
      node.open("ann");
      Shell ann = shell("ann", node).loggedIn("ann@example.org");
      ann.ok("send", "ann@example.org", "--text", "first");
      before = ann.ok("box", "inbox", "--json").json();
      operator = shell("operator", node);
      operator.fails(
          ExitCode.REFUSED,
          "migrate",
          "--data",
          data.toString(),
          "--set",
          user,
          "--to",
          server.url());
    }

    operator.ok("migrate", "--data", data.toString(), "--set", user, "--to", server.url());
    assertFalse(Files.exists(data.resolve("mail.db")));
    try (TestNode node = TestNode.start(data, url, user)) {
      Shell ann = shell("ann-postgres", node).loggedIn("ann@example.org");
      assertEquals(before, ann.ok("box", "inbox", "--json").json());
      ann.ok("send", "ann@example.org", "--text", "second");
    }

    operator.ok("verify", "--data", data.toString(), "--set", user, "--set", url);
    operator.ok(
        "migrate", "--data", data.toString(), "--set", user, "--set", url, "--to", "sqlite");
    try (TestNode node = TestNode.start(data)) {
      Shell ann = shell("ann-back", node).loggedIn("ann@example.org");
      assertEquals(2, ann.ok("box", "inbox", "--json").json().get("messages").size());
      ann.ok("verify", "--data", data.toString());
    }
  }
}
