package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.Peer;
import cmtp.node.SharedNode;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 4.3. */
@ExtendWith(SharedNode.class)
class KeyRequestTest {
  private final TestNode node;
  private final TestNode.User user;
  private final Bytes key;

  KeyRequestTest(TestNode node) {
    this.node = node;
    this.user = node.openWithoutPassword(freshName("keyed"));
    this.key = node.exact().key(user.key().publicKey());
  }

  private String name() {
    return user.address().account().value();
  }

  @Test
  void tellsTheServersKeyIn102BytesAtOnce() {
    try (Peer peer = Peer.of(node)) {
      Bytes wanted = node.exact().key(node.serverKey());
      assertEquals(102, wanted.length());
      peer.say("KEYREQUEST\0\0").expect(wanted);
    }
  }

  @Test
  void swallowsAnEmptyDomainAfterAnEmptyUser() {
    try (Peer peer = Peer.of(node)) {
      peer.say("KEYREQUEST\0\0\0NOOP\0").expect(node.exact().key(node.serverKey()));
      peer.expectGeneral("SUCCESS");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "", "EXAMPLE.org", "example.org."})
  void tellsAUsersKey(String domain) {
    try (Peer peer = Peer.of(node)) {
      peer.say("KEYREQUEST\0" + name() + "\0" + domain + "\0NOOP\0").expect(key);
      peer.expectGeneral("SUCCESS");
    }
  }

  @Test
  void looksANameUpInItsStoredForm() {
    try (Peer peer = Peer.of(node)) {
      peer.say("KEYREQUEST\0" + name().toUpperCase(java.util.Locale.ROOT) + "\0example.org\0");
      peer.expect(key);
    }
  }

  @Test
  void tellsTheKeyOfAnotherServedDomain() {
    TestNode.User other = node.openWithoutPassword(name() + "@example.net");
    try (Peer peer = Peer.of(node)) {
      peer.say("KEYREQUEST\0" + name() + "\0example.net\0");
      peer.expect(node.exact().key(other.key().publicKey()));
      peer.say("KEYREQUEST\0" + name() + "\0example.org\0").expect(key);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nobody,example.org",
    "nobody,''",
    "keyed1,elsewhere.example",
    "keyed1,not a domain",
    "../etc/passwd,example.org",
    "a@b,example.org",
    ".hidden,example.org"
  })
  void saysThatAKeyIsNotAvailable(String name, String domain) {
    try (Peer peer = Peer.of(node)) {
      peer.say("KEYREQUEST\0" + name + "\0" + domain + "\0NOOP\0");
      peer.expectMessage("KEYNOTAVAILABLE").expectGeneral("SUCCESS");
    }
  }

  @Test
  void tellsNoKeyOfADisabledInvitedOrRemovedAccount() {
    String invited = freshName("invited");
    node.invite(invited + "@example.org");
    TestNode.User disabled = node.openWithoutPassword(freshName("keyed"));
    node.change(disabled, "POST", "/disable");
    TestNode.User removed = node.openWithoutPassword(freshName("keyed"));
    node.change(removed, "DELETE", "");
    try (Peer peer = Peer.of(node)) {
      for (String name :
          new String[] {
            invited, disabled.address().account().value(), removed.address().account().value()
          }) {
        peer.say("KEYREQUEST\0" + name + "\0example.org\0").expectMessage("KEYNOTAVAILABLE");
      }
    }
  }

  @Test
  void tellsTheNewKeyAfterAReset() {
    TestNode.User again = node.reset(user);
    try (Peer peer = Peer.of(node)) {
      peer.say("KEYREQUEST\0" + name() + "\0example.org\0");
      peer.expect(node.exact().key(again.key().publicKey()));
    }
  }

  @Test
  void takesACommandWordForTheNextCommandAndNotForADomain() {
    try (Peer peer = Peer.of(node)) {
      peer.say("KEYREQUEST\0" + name() + "\0NOOP\0").expect(key).expectGeneral("SUCCESS");
      peer.say("KEYREQUEST\0" + name() + "\0KEYREQUEST\0" + name() + "\0OHAI\0");
      peer.expect(key).expect(key).expectGeneral("OHAI CMTP/1 example.org X1");
    }
  }

  @Test
  void takesAnX1WordForTheNextCommandToo() {
    try (Peer peer = Peer.of(node)) {
      X1Frame frame = peer.frame(new X1Command.GetRecord("key", name(), ""));
      peer.say("KEYREQUEST\0" + name() + "\0").send(frame.encode()).expect(key);
      assertEquals(Status.OK, peer.answer(frame).status());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"noop", "NOOPS", "UNKNOWN"})
  void takesAnyOtherWordForADomain(String word) {
    try (Peer peer = Peer.of(node)) {
      peer.say("KEYREQUEST\0" + name() + "\0" + word + "\0NOOP\0");
      peer.expectMessage("KEYNOTAVAILABLE").expectGeneral("SUCCESS");
    }
  }

  @Test
  void answersForTheLocalUserWhenTheClientHalfCloses() {
    try (Peer peer = Peer.of(node)) {
      peer.say("KEYREQUEST\0" + name() + "\0").halfClose().expect(key).expectEnd();
    }
  }

  @Test
  void answersForTheLocalUserAfterSilenceAndCloses() {
    try (Peer peer = Peer.of(node)) {
      peer.say("KEYREQUEST\0" + name() + "\0").expect(key).expectEnd();
    }
  }

  @Test
  void understandsTheFullAddressWhereThereIsNoDomain() {
    try (Peer peer = Peer.of(node)) {
      peer.say("KEYREQUEST\0" + user.address() + "\0NOOP\0").expect(key).expectGeneral("SUCCESS");
    }
  }

  @Test
  void keepsAnswersInTheOrderOfTheQuestions() {
    StringBuilder questions = new StringBuilder();
    try (Peer peer = Peer.of(node)) {
      for (int i = 0; i < 200; i++) {
        questions.append("KEYREQUEST\0").append(name()).append("\0example.org\0KEYREQUEST\0\0");
      }
      peer.say(questions.toString());
      for (int i = 0; i < 200; i++) {
        peer.expect(key).expect(node.exact().key(node.serverKey()));
      }
    }
  }
}
