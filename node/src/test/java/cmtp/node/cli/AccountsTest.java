package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestNode;
import cmtp.node.cli.Shell.Result;
import cmtp.node.cli.console.ExitCode;
import cmtp.protocol.crypto.SigningKey;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts from both sides, against a real node. */
class AccountsTest {
  @TempDir static Path data;
  private static TestNode node;
  private static String server;

  @TempDir Path folder;
  private Shell operator;
  private Shell user;

  @BeforeAll
  static void start() {
    node = TestNode.start(data, "cmtp.limits.logins-per-hour=10");
    server = "127.0.0.1:" + node.server().port();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void folders() throws IOException {
    operator = new Shell(node, Files.createDirectory(folder.resolve("operator")));
    user = new Shell(node, Files.createDirectory(folder.resolve("user")));
  }

  private JsonNode listed(String address) {
    for (JsonNode account : operator.ok("account", "list", "--json").json().get("accounts")) {
      if (account.get("address").asText().equals(address)) {
        return account;
      }
    }
    throw new AssertionError(address + " is not listed");
  }

  @Test
  void areAddedByTheOperatorAndUsedWithThePasswordAlone() {
    Result added = operator.runWith("the password of ann\n", "account", "add", "ann", "--json");
    assertEquals(ExitCode.OK, added.code(), added.err());
    assertEquals("ann@example.org", added.json().get("address").asText());
    Result login =
        user.runWith(
            "the password of ann\n", "login", "ann@example.org", "--server", server, "--json");
    assertEquals(ExitCode.OK, login.code(), login.err());
    assertEquals(added.json().get("fingerprint"), login.json().get("fingerprint"));
    assertEquals("active", listed("ann@example.org").get("status").asText());
    user.ok("inbox");
  }

  @Test
  void areAddedOnce() {
    node.open("twice");
    Result again = operator.runWith("the password of twice\n", "account", "add", "twice");
    assertEquals(ExitCode.REFUSED, again.code());
    assertTrue(again.err().contains("twice@example.org"), again.err());
  }

  @Test
  void refuseNamesThatLookLikeOthers() {
    for (String name : new String[] {"p\u0430ypal", "../etc", "a b", "a@b@c", ""}) {
      Result result = operator.runWith("the password\n", "account", "add", name);
      assertNotEquals(ExitCode.OK, result.code(), name);
    }
  }

  @Test
  void staySealedFromAWrongPassword() {
    node.open("wanda");
    Result login = user.runWith("wrong\n", "login", "wanda@example.org", "--server", server);
    assertEquals(ExitCode.AUTH, login.code());
    assertTrue(login.err().contains("wrong password"), login.err());
    user.fails(ExitCode.AUTH, "inbox");
  }

  @Test
  void thatDoNotExistGiveNoKey() {
    Result login = user.runWith("secret\n", "login", "nobody@example.org", "--server", server);
    assertEquals(ExitCode.AUTH, login.code());
    assertTrue(login.err().contains("no such account"), login.err());
  }

  @Test
  void limitGuessing() {
    node.open("guessed");
    Result last = null;
    for (int attempt = 0; attempt < 11; attempt++) {
      last = user.runWith("wrong\n", "login", "guessed@example.org", "--server", server);
      assertEquals(ExitCode.AUTH, last.code());
    }
    assertTrue(last.err().contains("too many"), last.err());
  }

  @Test
  void areDisabledAndEnabled() {
    node.open("dora");
    user.loggedIn("dora@example.org");
    operator.ok("account", "disable", "dora");
    assertEquals("disabled", listed("dora@example.org").get("status").asText());
    Result inbox = user.fails(ExitCode.AUTH, "inbox");
    assertTrue(inbox.err().contains("disabled"), inbox.err());
    assertEquals(
        ExitCode.AUTH,
        user.runWith("secret\n", "login", "dora@example.org", "--server", server).code());
    operator.ok("account", "enable", "dora@example.org");
    user.ok("inbox");
  }

  @Test
  void areRemovedOnlyIfThatIsConfirmed() {
    node.open("rita");
    user.loggedIn("rita@example.org");
    Result asked = operator.fails(ExitCode.USAGE, "account", "remove", "rita");
    assertTrue(asked.err().contains("--yes"), asked.err());
    user.ok("inbox");
    operator.ok("account", "remove", "rita", "--yes");
    user.fails(ExitCode.AUTH, "inbox");
    operator.fails(ExitCode.NOT_FOUND, "account", "remove", "rita", "--yes");
  }

  @Test
  void areResetWithANewKeyAndAWarning() {
    node.open("rosa");
    user.loggedIn("rosa@example.org");
    String before = listed("rosa@example.org").get("fingerprint").asText();
    Result reset = operator.runWith("the new password\n", "account", "reset", "rosa", "--yes");
    assertEquals(ExitCode.OK, reset.code(), reset.err());
    assertTrue(reset.err().contains("can't be opened any more"), reset.err());
    assertNotEquals(before, listed("rosa@example.org").get("fingerprint").asText());
    Result inbox = user.fails(ExitCode.AUTH, "inbox");
    assertTrue(inbox.err().contains("log in again"), inbox.err());
    assertEquals(
        ExitCode.OK, user.runWith("the new password\n", "login", "rosa@example.org").code());
    user.ok("inbox");
  }

  @Test
  void areOpenedWithAnInvitationOnceAndKeysMadeByTheUser() {
    JsonNode invitation = operator.ok("invite", "ina", "--json").json();
    String code = invitation.get("code").asText();
    Result wrong =
        user.runWith(
            "a good password\n",
            "register",
            "ina@example.org",
            "--invite",
            "nonsense",
            "--server",
            server);
    assertEquals(ExitCode.REFUSED, wrong.code(), wrong.err());
    Result registered =
        user.runWith(
            "a good password\n",
            "register",
            "ina@example.org",
            "--invite",
            code,
            "--server",
            server,
            "--fingerprint",
            invitation.get("serverFingerprint").asText(),
            "--json");
    assertEquals(ExitCode.OK, registered.code(), registered.err());
    assertEquals(
        registered.json().get("fingerprint"), listed("ina@example.org").get("fingerprint"));
    user.ok("inbox");

    Shell other = new Shell(node, folder.resolve("other"));
    Result again =
        other.runWith(
            "a good password\n",
            "register",
            "ina@example.org",
            "--invite",
            code,
            "--server",
            server);
    assertEquals(ExitCode.REFUSED, again.code(), again.err());
    assertEquals(
        ExitCode.OK,
        other.runWith("a good password\n", "login", "ina@example.org", "--server", server).code());
  }

  @Test
  void areNotOpenedAtAServerThatIsNotTheOneMeant() {
    String code = operator.ok("invite", "ilse", "--json").json().get("code").asText();
    Result registered =
        user.runWith(
            "a good password\n",
            "register",
            "ilse@example.org",
            "--invite",
            code,
            "--server",
            server,
            "--fingerprint",
            "0000 1111 2222 3333 4444 5555 6666 7777");
    assertEquals(ExitCode.KEY_CHANGED, registered.code());
  }

  @Test
  void noticeAServerWithAnotherKeyUntilItIsTrusted() throws IOException {
    node.open("stan");
    user.loggedIn("stan@example.org");
    Path account = user.home().resolve("config/accounts/stan@example.org/account");
    String other = SigningKey.generate().publicKey().base64();
    Files.writeString(
        account, Files.readString(account).replaceAll("server-key=\\S+", "server-key=" + other));
    Result inbox = user.fails(ExitCode.KEY_CHANGED, "inbox");
    assertTrue(inbox.err().contains("cmtp key trust --server"), inbox.err());
    assertEquals(
        ExitCode.KEY_CHANGED, user.runWith("secret\n", "login", "stan@example.org").code());
    user.fails(ExitCode.USAGE, "key", "trust", "--server");
    user.ok("key", "trust", "--server", "--yes");
    user.ok("inbox");
  }

  @Test
  void changeTheirPasswordWithoutLosingTheirKey() {
    node.open("paul");
    user.loggedIn("paul@example.org");
    assertEquals(ExitCode.OK, user.runWith("another password\n", "passwd").code());
    Shell other = new Shell(node, folder.resolve("other"));
    assertEquals(
        ExitCode.AUTH,
        other.runWith("secret\n", "login", "paul@example.org", "--server", server).code());
    assertEquals(
        ExitCode.OK,
        other
            .runWith("another password\n", "login", "paul@example.org", "--server", server)
            .code());
    assertEquals(
        user.ok("key", "show", "--json").json().get("key"),
        other.ok("key", "show", "--json").json().get("key"));
  }

  @Test
  void areChosenWhereSeveralAreLoggedIn() {
    node.open("one");
    node.open("two");
    user.loggedIn("one@example.org").loggedIn("two@example.org");
    Result inbox = user.fails(ExitCode.USAGE, "inbox");
    assertTrue(inbox.err().contains("--as"), inbox.err());
    assertEquals(
        "two@example.org",
        user.ok("inbox", "--as", "two@example.org", "--json").json().get("address").asText());
    user.ok("logout", "--as", "two@example.org");
    assertEquals("one@example.org", user.ok("inbox", "--json").json().get("address").asText());
  }

  @Test
  void forgetTheirKeyAtLogoutButNotTheServer() {
    node.open("lea");
    user.loggedIn("lea@example.org");
    user.ok("logout");
    user.fails(ExitCode.AUTH, "inbox");
    assertEquals(ExitCode.OK, user.runWith("secret\n", "login", "lea@example.org").code());
    user.ok("logout", "--forget");
    assertFalse(Files.exists(user.home().resolve("config/accounts/lea@example.org")));
  }
}
