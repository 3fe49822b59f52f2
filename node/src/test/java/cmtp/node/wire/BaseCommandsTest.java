package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.Peer;
import cmtp.node.SharedNode;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 2 and 4.1 to 4.4, byte for byte. */
@ExtendWith(SharedNode.class)
class BaseCommandsTest {
  private final TestNode node;

  BaseCommandsTest(TestNode node) {
    this.node = node;
  }

  @Test
  void greetsBeforeAnythingIsSaid() {
    try (Peer peer = Peer.of(node)) {
      assertEquals("220 example.org CMTP cmtp-node/0.1.0", peer.greeting());
    }
  }

  @Test
  void answersOhaiWithItsCapabilities() {
    try (Peer peer = Peer.of(node)) {
      peer.say("OHAI\0").expectGeneral("OHAI CMTP/1 example.org X1");
    }
  }

  @Test
  void answersNoopAndHelp() {
    try (Peer peer = Peer.of(node)) {
      peer.say("NOOP\0").expectGeneral("SUCCESS");
      peer.say("HELP\0").expectGeneral("SUCCESS OHAI NOOP HELP KEYREQUEST LOGIN MAIL OBAI");
    }
  }

  @Test
  void closesAfterObaiWithoutAReply() {
    try (Peer peer = Peer.of(node)) {
      peer.say("OBAI\0NOOP\0").expectEnd();
    }
  }

  @Test
  void ignoresStrayNulsHoweverMany() {
    try (Peer peer = Peer.of(node)) {
      peer.say("\0".repeat(3000) + "NOOP\0\0\0OHAI\0");
      peer.expectGeneral("SUCCESS").expectGeneral("OHAI CMTP/1 example.org X1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"noop", "NOOP ", "EHLO", "N", "\u00ff\u00fe", "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"})
  void answersAnUnknownWordWithFailureAndGoesOn(String word) {
    try (Peer peer = Peer.of(node)) {
      peer.say(word + "\0NOOP\0").expectGeneral("FAILURE").expectGeneral("SUCCESS");
    }
  }

  @Test
  void closesAfterTheTenthSenselessCommand() {
    try (Peer peer = Peer.of(node)) {
      for (int i = 1; i <= 9; i++) {
        peer.say("WHAT" + i + "\0").expectGeneral("FAILURE");
        peer.say("NOOP\0").expectGeneral("SUCCESS");
      }
      peer.say("WHAT10\0NOOP\0").expectGeneral("FAILURE").expectEnd();
    }
  }

  @Test
  void refusesAWordOfMoreThan32BytesAndCloses() {
    try (Peer peer = Peer.of(node)) {
      peer.say("A".repeat(33) + "\0NOOP\0").expectGeneral("FAILURE").expectEnd();
    }
  }

  @Test
  void refusesA512BytesWithoutNulAndCloses() {
    try (Peer peer = Peer.of(node)) {
      peer.say("A".repeat(512)).expectGeneral("FAILURE").expectEnd();
    }
  }

  @Test
  void answersACommandBeforeTheClientsEnd() {
    try (Peer peer = Peer.of(node)) {
      peer.say("OHAI\0NOOP\0").halfClose();
      peer.expectGeneral("OHAI CMTP/1 example.org X1").expectGeneral("SUCCESS").expectEnd();
    }
  }

  @Test
  void dropsAnUnfinishedCommandWithoutAReply() {
    try (Peer peer = Peer.of(node)) {
      peer.say("NOOP\0OHA").halfClose();
      peer.expectGeneral("SUCCESS").expectEnd();
    }
  }

  @Test
  void tellsSmtpClientsWhatThisIsAndClosesAfterTheSecondLine() {
    try (Peer peer = Peer.of(node)) {
      peer.say("EHLO client.example\r\n").expectLine("502 5.5.1 this port speaks CMTP");
      peer.say("MAIL FROM:<a@b>\r\n").expectLine("502 5.5.1 this port speaks CMTP").expectEnd();
    }
  }

  @Test
  void speaksCmtpRightAfterAnSmtpLine() {
    try (Peer peer = Peer.of(node)) {
      peer.say("HELO x\r\nNOOP\0");
      peer.expectLine("502 5.5.1 this port speaks CMTP").expectGeneral("SUCCESS");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUIT", "quit", "Quit"})
  void letsSmtpClientsQuit(String quit) {
    try (Peer peer = Peer.of(node)) {
      peer.say(quit + "\r\nNOOP\0").expectLine("221 2.0.0 closing").expectEnd();
    }
  }

  @Test
  void takesAnyBytesBeforeCrlfForSmtp() {
    try (Peer peer = Peer.of(node)) {
      peer.say("\u0016\u0003\u0001 junk \u00ff\r\n").expectLine("502 5.5.1 this port speaks CMTP");
    }
  }

  @Test
  void handsOutTheXzibitOnLogin() {
    TestNode.User user = node.openWithoutPassword(freshName("login"));
    Bytes xzibit = TestNode.anXzibit(user.key());
    try (Peer peer = Peer.of(node)) {
      peer.say("LOGIN\0" + user.address().account() + "\0").expect(node.exact().xzibit(xzibit));
      peer.say("LOGIN\0" + user.address() + "\0").expect(node.exact().xzibit(xzibit));
      peer.say("NOOP\0").expectGeneral("SUCCESS");
    }
  }

  @Test
  void findsTheAccountOfAnotherDomainOnLogin() {
    TestNode.User user = node.openWithoutPassword(freshName("login") + "@example.net");
    try (Peer peer = Peer.of(node)) {
      peer.say("LOGIN\0" + user.address() + "\0")
          .expect(node.exact().xzibit(TestNode.anXzibit(user.key())));
      peer.say("LOGIN\0" + user.address().account() + "\0").expectGeneral("FAILURE");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nobody",
        "nobody@example.org",
        "a@elsewhere.example",
        "../etc",
        "@",
        "a@b@example.org"
      })
  void refusesLoginOfWhoDoesNotExist(String user) {
    try (Peer peer = Peer.of(node)) {
      peer.say("LOGIN\0" + user + "\0NOOP\0").expectGeneral("FAILURE").expectGeneral("SUCCESS");
    }
  }

  @Test
  void refusesLoginOfADisabledOrRemovedOrInvitedAccount() {
    TestNode.User disabled = node.openWithoutPassword(freshName("login"));
    TestNode.User removed = node.openWithoutPassword(freshName("login"));
    String invited = freshName("login") + "@example.org";
    node.change(disabled, "POST", "/disable");
    node.change(removed, "DELETE", "");
    node.invite(invited);
    try (Peer peer = Peer.of(node)) {
      peer.say("LOGIN\0" + disabled.address() + "\0").expectGeneral("FAILURE");
      peer.say("LOGIN\0" + removed.address() + "\0").expectGeneral("FAILURE");
      peer.say("LOGIN\0" + invited + "\0").expectGeneral("FAILURE");
    }
    node.change(disabled, "POST", "/enable");
    try (Peer peer = Peer.of(node)) {
      peer.say("LOGIN\0" + disabled.address() + "\0")
          .expect(node.exact().xzibit(TestNode.anXzibit(disabled.key())));
    }
  }

  @Test
  void refusesTheSixthLoginOfAnHourAndNobodyElses() {
    TestNode.User guessed = node.openWithoutPassword(freshName("guessed"));
    TestNode.User other = node.openWithoutPassword(freshName("other"));
    for (int i = 0; i < 5; i++) {
      try (Peer peer = Peer.of(node)) {
        peer.say("LOGIN\0" + guessed.address() + "\0")
            .expect(node.exact().xzibit(TestNode.anXzibit(guessed.key())));
      }
    }
    try (Peer peer = Peer.of(node)) {
      peer.say("LOGIN\0" + guessed.address() + "\0").expectGeneral("FAILURE");
      peer.say("LOGIN\0" + guessed.address().account() + "\0").expectGeneral("FAILURE");
      peer.say("LOGIN\0" + other.address() + "\0")
          .expect(node.exact().xzibit(TestNode.anXzibit(other.key())));
    }
  }

  @Test
  void countsNoLoginOfANameThatNobodyHas() {
    String name = freshName("later");
    try (Peer peer = Peer.of(node)) {
      for (int i = 0; i < 6; i++) {
        peer.say("LOGIN\0" + name + "\0").expectGeneral("FAILURE");
      }
      TestNode.User user = node.openWithoutPassword(name);
      peer.say("LOGIN\0" + name + "\0").expect(node.exact().xzibit(TestNode.anXzibit(user.key())));
    }
  }

  @Test
  void keepsDetailsFromClientsThatKnowTheBaseOnly() {
    try (Peer peer = Peer.of(node)) {
      peer.say("WHAT\0").expectGeneral("FAILURE");
      assertEquals(Status.SECUREREQUIRED, peer.ask(peer.frame("BOXES", Bytes.EMPTY)).status());
      peer.say("WHAT\0");
      assertEquals("unknown command", peer.expectDetail("FAILURE"));
    }
  }
}
