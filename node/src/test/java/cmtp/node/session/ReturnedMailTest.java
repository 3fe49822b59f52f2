package cmtp.node.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.TestMail;
import cmtp.node.keys.ServerIdentity;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.message.HopTrail;
import cmtp.protocol.message.LogEntry.HopAction;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReturnedMailTest {
  private static final DomainName HOME = new DomainName("a.test");
  private static final SigningKey KEY = SigningKey.generate();
  private static final ServerIdentity IDENTITY = new ServerIdentity(KEY, List.of(HOME));

  private final Message message =
      TestMail.withDigests(TestMail.opaque(Address.parse("bob@x.test"), 60));

  private MessageLog hop(SigningKey key, DomainName domain, HopAction action, MessageId mid) {
    return message.log().plus(HopTrail.next(message.log(), mid, key, domain, action, 1).text());
  }

  private void assertSeen(boolean wasAt, boolean ours, boolean proven, MessageLog log) {
    assertEquals(wasAt, ReturnedMail.wasAt(log, HOME));
    assertEquals(ours, ReturnedMail.isOurs(log, IDENTITY));
    assertEquals(proven, ReturnedMail.isProven(log, message.mid(), IDENTITY));
  }

  @Test
  void isProvenByOurSignatureEvenIfOthersPassedItOn() {
    MessageLog log = hop(KEY, HOME, HopAction.RECV, message.mid());
    assertSeen(true, true, true, log);
    assertSeen(true, true, true, log.plus(TestMail.hop("b.test", "relay")));
  }

  @Test
  void isNoneThatWasNeverHere() {
    assertSeen(false, false, false, message.log());
    DomainName other = new DomainName("b.test");
    assertSeen(
        false, false, false, hop(SigningKey.generate(), other, HopAction.RECV, message.mid()));
  }

  @Test
  void isNotProvenByWhatOnlyNamesUs() {
    SigningKey other = SigningKey.generate();
    assertSeen(true, false, false, hop(other, HOME, HopAction.RECV, message.mid()));
    assertSeen(true, false, false, message.log().plus(TestMail.hop("a.test", "recv")));
  }

  @Test
  void isNotProvenByASignatureForAnotherMessage() {
    MessageId another = TestMail.opaque(Address.parse("bob@x.test"), 60).mid();
    assertSeen(true, true, false, hop(KEY, HOME, HopAction.RECV, another));
  }

  @Test
  void isNotProvenByAnythingButTheReceptionFromItsOriginator() {
    assertSeen(true, false, false, hop(KEY, HOME, HopAction.RELAY, message.mid()));
  }
}
