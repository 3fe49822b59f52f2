package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.StartException;
import cmtp.node.TestNode;
import cmtp.node.TestNode.User;
import cmtp.node.cli.Shell.Result;
import cmtp.node.cli.console.ExitCode;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.command.Command;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.RecordChain;
import cmtp.protocol.record.ServerRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server's key is replaced, and everybody follows, also after a crash in the middle. */
class ServerKeyTest {
  private static final String BOTH = "cmtp.domains=[\"example.org\",\"b.example\"]";

  @TempDir Path data;
  @TempDir Path home;

  private VerifyKey rotate(TestNode node) {
    Result result = new Shell(node, home).ok("key", "rotate-server", "--yes", "--json");
    return VerifyKey.ofBase64(result.json().get("key").asText()).orElseThrow();
  }

  private static RecordChain<ServerRecord> chain(TestNode node, String domain) throws IOException {
    try (CmtpClient client = node.connect()) {
      return RecordChain.ofServers(
              client
                  .call(new X1Command.GetRecord("srv", "", domain), Payload.Records::decode)
                  .newestFirst())
          .orElseThrow();
    }
  }

  /** As if the node had died after its records were stored and before the file was replaced. */
  private void interrupt(String oldKey) throws IOException {
    Files.move(data.resolve("server.key"), data.resolve("server.key.next"));
    Files.writeString(data.resolve("server.key"), oldKey);
  }

  private String keyFile() throws IOException {
    return Files.readString(data.resolve("server.key"));
  }

  @Test
  void followsFromTheOldOneForEveryDomain() throws IOException {
    try (TestNode node = TestNode.start(data, BOTH)) {
      VerifyKey before = node.serverKey();
      VerifyKey now = rotate(node);
      assertNotEquals(before, now);
      assertEquals(now, node.serverKey());
      for (String domain : new String[] {"example.org", "b.example"}) {
        RecordChain<ServerRecord> chain = chain(node, domain);
        assertEquals(now, chain.newest().key());
        assertEquals(1, chain.newest().seq());
        assertTrue(chain.passesThrough(before));
      }
      assertFalse(Files.exists(data.resolve("server.key.next")));
    }
    try (TestNode again = TestNode.start(data, BOTH)) {
      assertEquals(chain(again, "b.example").newest().key(), again.serverKey());
    }
  }

  @Test
  void leavesConnectionsThatAreOpenUnderTheOldOne() throws IOException {
    try (TestNode node = TestNode.start(data)) {
      User ann = node.openWithoutPassword("ann");
      try (CmtpClient open = node.session(ann);
          CmtpClient clear = node.connect()) {
        VerifyKey before = node.serverKey();
        VerifyKey now = rotate(node);
        assertEquals("SUCCESS", clear.ask(Command.Simple.NOOP));
        open.call(X1Command.Boxes.INSTANCE, Payload.BoxTable::decode);
        assertEquals(before, clear.fetchServerKey());
        try (CmtpClient fresh = node.connect()) {
          assertEquals(now, fresh.fetchServerKey());
          assertEquals("SUCCESS", fresh.ask(Command.Simple.NOOP));
        }
      }
    }
  }

  @Test
  void isFollowedByClientsThatPinnedTheOldOne() throws IOException {
    try (TestNode node = TestNode.start(data)) {
      node.open("ann");
      Shell ann = new Shell(node, home).loggedIn("ann@example.org");
      ann.ok("inbox");
      rotate(node);
      VerifyKey now = rotate(node);
      Result inbox = ann.ok("inbox");
      assertTrue(inbox.err().contains("confirmed by its old one"), inbox.err());
      assertEquals(
          now.fingerprint(),
          ann.ok("key", "show", "--json").json().at("/server/fingerprint").asText());
      assertFalse(ann.ok("inbox").err().contains("new key"));
    }
  }

  @Test
  void isFollowedAtTheNextLogin() throws IOException {
    try (TestNode node = TestNode.start(data)) {
      node.open("ann");
      Shell ann = new Shell(node, home).loggedIn("ann@example.org");
      ann.ok("logout");
      rotate(node);
      assertEquals(ExitCode.OK, ann.runWith("secret\n", "login", "ann@example.org").code());
      ann.ok("inbox");
    }
  }

  @Test
  void isPutInPlaceAfterACrashThatCameBeforeThat() throws IOException {
    VerifyKey now;
    String oldKey;
    try (TestNode node = TestNode.start(data)) {
      oldKey = keyFile();
      now = rotate(node);
    }
    interrupt(oldKey);
    try (TestNode node = TestNode.start(data)) {
      assertEquals(now, node.serverKey());
      assertNotEquals(oldKey, keyFile());
      assertFalse(Files.exists(data.resolve("server.key.next")));
    }
  }

  @Test
  void isPublishedForTheRestAfterACrashBetweenTwoDomains() throws IOException {
    TestNode.start(data, BOTH).close();
    String oldKey = keyFile();
    VerifyKey now;
    try (TestNode node = TestNode.start(data)) {
      now = rotate(node);
    }
    interrupt(oldKey);
    try (TestNode node = TestNode.start(data, BOTH)) {
      assertEquals(now, node.serverKey());
      assertEquals(now, chain(node, "b.example").newest().key());
      assertEquals(1, chain(node, "b.example").newest().seq());
    }
  }

  @Test
  void isForgottenIfNobodyWasToldOfItBeforeTheCrash() throws IOException {
    TestNode.start(data).close();
    String before = keyFile();
    Files.writeString(
        data.resolve("server.key.next"),
        cmtp.protocol.crypto.SigningKey.generate().secret().base64() + "\n");
    try (TestNode node = TestNode.start(data)) {
      assertEquals(before, keyFile());
      assertFalse(Files.exists(data.resolve("server.key.next")));
      assertEquals(node.serverKey(), chain(node, "example.org").newest().key());
    }
  }

  @Test
  void isNotServedIfItIsOlderThanThePublishedOne() throws IOException {
    String oldKey;
    try (TestNode node = TestNode.start(data)) {
      oldKey = keyFile();
      rotate(node);
    }
    String newKey = keyFile();
    Files.writeString(data.resolve("server.key"), oldKey);
    StartException refused = assertThrows(StartException.class, () -> TestNode.start(data).close());
    assertTrue(refused.getMessage().contains("restore the newest server.key"), refused.toString());
    Files.writeString(data.resolve("server.key"), newKey);
    TestNode.start(data).close();
  }

  @Test
  void isPublishedAnewIfTheOldOneIsLostAndTheOperatorSaysSo() throws IOException {
    Shell ann;
    try (TestNode node = TestNode.start(data)) {
      node.open("ann");
      ann = new Shell(node, home).loggedIn("ann@example.org");
    }
    Files.delete(data.resolve("server.key"));
    assertThrows(StartException.class, () -> TestNode.start(data).close());
    try (TestNode node = TestNode.start(data, "cmtp.new-key-chain=true")) {
      RecordChain<ServerRecord> chain = chain(node, "example.org");
      assertEquals(node.serverKey(), chain.newest().key());
      assertEquals(0, chain.newest().seq());
      assertEquals(
          ExitCode.KEY_CHANGED,
          ann.runWith(
                  "secret\n",
                  "login",
                  "ann@example.org",
                  "--server",
                  "127.0.0.1:" + node.server().port())
              .code());
    }
  }

  @Test
  void isReplacedFifteenTimesAtMost() throws IOException {
    try (TestNode node = TestNode.start(data)) {
      for (int i = 0; i < 15; i++) {
        rotate(node);
      }
      Result full = new Shell(node, home).fails(ExitCode.REFUSED, "key", "rotate-server", "--yes");
      assertTrue(full.err().contains("16 keys"), full.err());
      assertFalse(Files.exists(data.resolve("server.key.next")));
      assertEquals(16, chain(node, "example.org").newestFirst().size());
    }
  }

  @Test
  void isReplacedOnlyIfThatIsConfirmed() {
    try (TestNode node = TestNode.start(data)) {
      VerifyKey before = node.serverKey();
      new Shell(node, home).fails(ExitCode.USAGE, "key", "rotate-server");
      String shown = new Shell(node, home).ok("key", "rotate-server", "--show").out();
      assertTrue(shown.contains("_cmtp.example.org. TXT \"v=cmtp1; k=" + before.base64()), shown);
      assertEquals(before, node.serverKey());
    }
  }

  @Test
  void tellsThatAnotherDomainIsServedHereToo() throws IOException {
    try (TestNode node = TestNode.start(data, BOTH)) {
      node.open("ann");
      node.openWithoutPassword("bob@b.example");
      Shell ann = new Shell(node, home).loggedIn("ann@example.org");
      Result sent = ann.ok("send", "bob@b.example", "-t", "x", "--json");
      assertEquals("delivered", sent.json().at("/recipients/0/state").asText());
    }
  }
}
