package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.CmtpdClient;
import cmtp.node.Peer;
import cmtp.node.TestNode;
import cmtp.node.cli.Shell.Result;
import cmtp.node.cli.console.ExitCode;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.Password;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.Xzibit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was recorded from the programs of 2017, with their keys: the old client's mail comes in at
 * the old port and is read with our client (SPEC 4.8, 8).
 */
class RecordedMailTest {
  private static final Path RECORDED =
      Path.of("..", "protocol", "src", "test", "resources", "recorded", "cmtpd-2017.txt");
  private static final String BOB = "bob@hawaii.edu";

  @TempDir private Path data;
  @TempDir private Path folder;
  private TestNode node;

  private static Bytes recorded(String name) throws IOException {
    String text = Files.readString(RECORDED);
    int start = text.indexOf('\n', text.indexOf("[" + name + "]"));
    int end = text.indexOf('[', start);
    return Bytes.hex(text.substring(start, end < 0 ? text.length() : end).replaceAll("\\s", ""));
  }

  @BeforeEach
  void start() throws IOException {
    node =
        TestNode.start(
            data, "cmtp.domains=[\"hawaii.edu\"]", "cmtp.cmtpd.enabled=true", "cmtp.cmtpd.port=0");
    open("alice", recorded("login_alice_reply").slice(0, 156), "secret1");
    open("bob", recorded("xzibit_bob"), "bobpw");
  }

  private void open(String name, Bytes xzibit, String password) {
    SigningKey key = Xzibit.open(xzibit, Password.of(password)).orElseThrow();
    node.open(name, key, xzibit);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Shell bob() {
    Shell shell = new Shell(node, folder);
    Result result =
        shell.runWith("bobpw\n", "login", BOB, "--server", "127.0.0.1:" + node.server().port());
    assertEquals(ExitCode.OK, result.code(), result.err());
    return shell;
  }

  @Test
  void handsOutTheKeysAndTheXzibitThatWereRecorded() throws IOException {
    try (CmtpdClient client = CmtpdClient.of(node)) {
      client.requestServerKey();
      Bytes alice = recorded("keyrequest_alice_reply").slice(0, 4 + 32 + 1);
      assertEquals(alice, client.requestUserKey("alice", "").slice(0, alice.length()));
      Bytes bob = client.requestUserKey("bob", "hawaii.edu");
      assertEquals(recorded("public_key_bob"), bob.slice(4, 36));
      Bytes xzibit = recorded("login_alice_reply").slice(0, 156);
      assertEquals(xzibit, client.login("alice").slice(0, 156));
      assertEquals("Good bye\n\0", client.goodBye());
    }
  }

  @Test
  void readsARecordedMessageThatHasNoInnerHeader() throws IOException {
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say("MAIL\0").send(recorded("message_stored")).say("NOOP\0");
      peer.expect(Bytes.utf8("O_O\n\0"));
    }
    Shell bob = bob();
    String text = recorded("message_plaintext").utf8();
    assertEquals(text, bob.ok("read", "1", "--raw").out());
    var json = bob.ok("read", "1", "--json").json();
    assertEquals(text, json.get("text").asText());
    assertEquals("", json.get("subject").asText());
    assertTrue(json.get("date").isNull(), json.toString());
    assertEquals("alice@hawaii.edu", json.get("from").asText());
    assertEquals("UNPROVEN", json.get("proof").asText());
    String shown = bob.ok("read", "1").out();
    assertTrue(shown.contains(text.strip()) && !shown.contains("Date:"), shown);
    assertTrue(bob.ok("inbox").out().contains("alice@hawaii.edu"));
  }

  @Test
  void readsWhatTheOldClientSealsNow() {
    try (CmtpdClient client = CmtpdClient.of(node)) {
      client.requestServerKey();
      client.requestUserKey("bob", "");
      client.mail(Address.parse("alice@hawaii.edu"), "bob", "hawaii.edu", "sealed today\n");
      assertEquals("Good bye\n\0", client.goodBye());
    }
    assertEquals("sealed today\n", bob().ok("read", "1", "--raw").out());
  }
}
