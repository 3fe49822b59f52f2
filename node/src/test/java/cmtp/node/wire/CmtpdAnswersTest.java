package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.CmtpdClient;
import cmtp.node.Peer;
import cmtp.node.SharedNode;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.Password;
import cmtp.protocol.crypto.Xzibit;
import cmtp.protocol.wire.X1Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 8.1 to 8.7, 8.10 and 8.11. */
@ExtendWith(SharedNode.class)
class CmtpdAnswersTest {
  private static final String GOOD_BYE = "Good bye\n\0";

  private final TestNode node;

  CmtpdAnswersTest(TestNode node) {
    this.node = node;
  }

  @Test
  void greetsInOneReadOfLessThan255Bytes() {
    try (CmtpdClient client = CmtpdClient.of(node)) {
      String greeting = client.greeting().utf8();
      assertTrue(greeting.startsWith("220 example.org CMTP ") && greeting.endsWith("\r\n"));
      assertTrue(greeting.length() < 255, greeting);
      assertEquals(GOOD_BYE, client.goodBye());
    }
  }

  @ParameterizedTest
  @CsvSource({"OHAI,'HAI!!! :3'", "NOOP,O_O"})
  void answersAsTheServerOf2017Did(String word, String answer) {
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say(word + "\0\0" + word + "\0");
      peer.expect(Bytes.utf8(answer + "\n\0" + answer + "\n\0"));
      peer.say("OBAI\0").expect(Bytes.utf8(GOOD_BYE)).expectEnd();
    }
  }

  @Test
  void helpsAsTheServerOf2017Did() {
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say("HELP\0");
      peer.expect(Bytes.utf8("Commands: OHAI, MAIL, HELP, NOOP, KEYREQUEST, OBAI\n\0"));
    }
  }

  @Test
  void tellsKeysInOneReadOf102BytesEach() {
    TestNode.User user = node.openWithoutPassword(freshName("old"));
    TestNode.User other = node.openWithoutPassword(freshName("old") + "@example.net");
    String name = user.address().account().value();
    try (CmtpdClient client = CmtpdClient.of(node)) {
      assertEquals(node.exact().key(node.serverKey()), client.requestServerKey());
      Bytes key = node.exact().key(user.key().publicKey());
      assertEquals(102, key.length());
      assertEquals(key, client.requestUserKey(name, "example.org"));
      assertEquals(
          node.exact().key(other.key().publicKey()),
          client.requestUserKey(other.address().account().value(), "example.net"));
      assertEquals(key, client.requestUserKey(name, ""));
      assertEquals(GOOD_BYE, client.goodBye());
    }
  }

  @ParameterizedTest
  @CsvSource({"nobody,example.org", "nobody,elsewhere.example", "../etc,example.org", "a,b c"})
  void closesWhenThereIsNoSuchKey(String user, String domain) {
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say("KEYREQUEST\0" + user + "\0" + domain + "\0\0NOOP\0").expectEnd();
    }
  }

  @Test
  void closesAfterTheKeyOfAUserWhoseDomainDoesNotCome() {
    TestNode.User user = node.openWithoutPassword(freshName("old"));
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say("KEYREQUEST\0" + user.address().account() + "\0");
      peer.expect(node.exact().key(user.key().publicKey())).expectEnd();
    }
  }

  @Test
  void handsOutAnXzibitOfVersion1AndNothingAroundIt() {
    TestNode.User user = node.open(freshName("old"));
    try (CmtpdClient client = CmtpdClient.of(node)) {
      Bytes answer = client.login(user.address().account().value());
      Bytes xzibit = answer.slice(0, 156);
      assertEquals(node.exact().bareXzibit(xzibit), answer);
      assertEquals(
          user.key().publicKey(),
          Xzibit.open(xzibit, Password.of("secret")).orElseThrow().publicKey());
      assertEquals(GOOD_BYE, client.goodBye());
    }
  }

  @Test
  void closesForAnXzibitOfVersion2() {
    TestNode.User user = node.openWithoutPassword(freshName("new"));
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say("LOGIN\0" + user.address().account() + "\0NOOP\0").expectEnd();
    }
  }

  @Test
  void closesForAnUnknownOrDisabledAccount() {
    TestNode.User user = node.open(freshName("old"));
    node.change(user, "POST", "/disable");
    for (String name : new String[] {"nobody", user.address().account().value()}) {
      try (Peer peer = Peer.ofCmtpd(node)) {
        peer.say("LOGIN\0" + name + "\0NOOP\0").expectEnd();
      }
    }
  }

  @Test
  void countsLoginsTogetherWithThoseOfTheOtherPort() {
    TestNode.User user = node.open(freshName("old"));
    String login = "LOGIN\0" + user.address().account() + "\0";
    try (Peer base = Peer.of(node)) {
      for (int i = 0; i < 5; i++) {
        base.say(login).take(4 + 4 + 156 + 64);
      }
    }
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say(login).expectEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"WHAT\0", "ohai\0", "EHLO mail.example.org\r\n", "QUIT\r\n", "\u0001\0"})
  void saysNothingToWhatItDoesNotKnowAndGoesOn(String unknown) {
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say(unknown + "NOOP\0").expect(Bytes.utf8("O_O\n\0"));
    }
  }

  @Test
  void knowsNoX1() {
    for (String word : X1Codec.WORDS) {
      try (Peer peer = Peer.ofCmtpd(node)) {
        peer.say(word + "\0NOOP\0").expect(Bytes.utf8("O_O\n\0"));
      }
    }
  }

  @Test
  void makesNoChannelOfASecureFrame() {
    try (Peer peer = Peer.ofCmtpd(node)) {
      Bytes zeros = Bytes.wrap(new byte[16 + 32]);
      peer.send(peer.frame("SECURE", zeros).encode()).say("\0NOOP\0");
      peer.expect(Bytes.utf8("O_O\n\0"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"WHAT\0", "EHLO x\r\n"})
  void closesAtTheTenthUnknownCommandWithoutAWord(String unknown) {
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say(unknown.repeat(9) + "NOOP\0").expect(Bytes.utf8("O_O\n\0"));
      peer.say(unknown + "NOOP\0").expectEnd();
    }
  }

  @Test
  void closesWithoutAWordWhatNobodyCanReadOn() {
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say("A".repeat(600)).expectEnd();
    }
    try (Peer peer = Peer.ofCmtpd(node)) {
      peer.say("KEYREQUEST\0\u00ff\u00fe\0example.org\0\0").expectEnd();
    }
  }

  @Test
  void answersInPiecesAsWell() {
    try (Peer peer = Peer.ofCmtpd(node)) {
      for (char c : "KEYREQUEST\0\0OHAI\0".toCharArray()) {
        peer.say(String.valueOf(c));
      }
      peer.expect(node.exact().key(node.serverKey())).expect(Bytes.utf8("HAI!!! :3\n\0"));
    }
  }
}
