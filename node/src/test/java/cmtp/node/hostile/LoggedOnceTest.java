package cmtp.node.hostile;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.LogLines;
import cmtp.node.Peer;
import cmtp.node.SharedNode;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.message.Message;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However often a peer misbehaves on a connection, the log gets one line of it. */
@ExtendWith(SharedNode.class)
class LoggedOnceTest {
  private final TestNode node;
  private final TestNode.User user;

  LoggedOnceTest(TestNode node) {
    this.node = node;
    this.user = node.openWithoutPassword(freshName("logged"));
  }

  @ParameterizedTest
  @EnumSource
  void logsOneLineOf(Misdeed misdeed) {
    try (LogLines log = LogLines.open();
        Peer peer = Peer.of(node)) {
      misdeed.by(peer, user);
      peer.halfClose().endAnyhow();
      log.awaitOneAboutPeers();
      assertEquals(1, log.aboutPeers().size(), () -> String.join("\n", log.all()));
    }
  }

  @Test
  void logsAPeerThatIsGoneInTheMiddleOfAMessage() {
    try (LogLines log = LogLines.open();
        Peer peer = Peer.of(node)) {
      Bytes message = TestMail.opaque(user.address(), 5000).encode();
      peer.say("NOOP\0MAIL\0").send(message.slice(0, 3000)).expectGeneral("SUCCESS");
      peer.reset();
      log.awaitOneAboutPeers();
    }
  }

  @Test
  void logsNothingOfWhoBehaves() {
    try (LogLines log = LogLines.open();
        Peer peer = Peer.session(node, user)) {
      Message message = TestMail.opaque(user.address(), 60);
      peer.mail(message).mail(message);
      peer.expectDetail("SUCCESS");
      peer.expectDetail("SUCCESS");
      peer.say("NOOP\0OHAI\0OBAI\0").halfClose().endAnyhow();
      assertEquals(List.of(), log.aboutPeers());
    }
  }

  @Test
  void neverLogsWhatWasSaid() {
    try (LogLines log = LogLines.open();
        Peer peer = Peer.of(node)) {
      String secret = "hush\u001b[31m";
      peer.say(secret + "\0" + "EHLO " + secret + "\r\n");
      peer.mail(TestMail.opaqueTo(secret, secret, 60));
      peer.mail(TestMail.opaqueTo("nobody", secret, 60)).halfClose().endAnyhow();
      assertEquals(List.of(), log.all().stream().filter(line -> line.contains("hush")).toList());
    }
  }
}
