package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.ScriptedPeer;
import cmtp.node.ScriptedTalk;
import cmtp.node.TestMail;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.QueuedMail;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.message.Message;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers that lie, dawdle, babble or break off: a message is never taken for delivered by them. */
class HostilePeersTest {
  private static final Address TO = Address.parse("bob@far.example");
  private static final Address FROM = Address.parse("alice@near.example");
  private static final Postbag BAG = new Postbag();

  @BeforeEach
  void forgetEarlierTests() {
    BAG.traces.noted.clear();
  }

  @AfterAll
  static void end() {
    BAG.close();
  }

  private static QueuedMail small() {
    return BAG.queued(TestMail.opaque(FROM, TO, 1000));
  }

  /** Two messages are handed over; the first ends like this, the second is not touched. */
  private static void assertInterrupts(String reason, ScriptedPeer.Script script) {
    QueuedMail mail = small();
    assertInterrupts(reason, mail, script);
  }

  private static void assertInterrupts(String reason, QueuedMail mail, ScriptedPeer.Script script) {
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      BAG.attempt(Postbag.impatient(), PeerKnowledge.NONE, BAG.found(peer.address()));
      BAG.give(mail, small());
      DeliveryAttempt.Ended ended = BAG.ended();
      assertEquals(List.of(new Outcome.Interrupted(mail.id(), reason)), ended.outcomes());
      assertEquals(new DeliveryAttempt.Broken(reason), ended.end());
      assertEquals(List.of(), BAG.traces.noted);
      peer.release();
    }
  }

  /** There is no peer to hand mail to. */
  private static void assertNotMet(String reason, ScriptedPeer.Script script) {
    assertNotMet(reason, PeerKnowledge.NONE, script);
  }

  private static void assertNotMet(String reason, PeerKnowledge known, ScriptedPeer.Script script) {
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      BAG.attempt(Postbag.impatient(), known, BAG.found(peer.address()));
      assertEquals("host0 " + reason, BAG.brokenBecause());
    }
  }

  @Test
  void aReplyToSomethingElseIsNoReceipt() {
    assertInterrupts(
        "gives no receipt for this message: SUCCESS",
        talk -> {
          talk.welcome().mail();
          talk.say(talk.exact().general("SUCCESS")).hang();
        });
  }

  @Test
  void aReceiptForAnotherMessageIsNone() {
    String other = "SUCCESS " + TestMail.opaque(TO, 50).mid();
    assertInterrupts(
        "gives no receipt for this message: " + other,
        talk -> {
          talk.welcome().mail();
          talk.say(talk.exact().general(other)).hang();
        });
  }

  @Test
  void aReceiptWithMoreBehindItIsNone() {
    QueuedMail mail = small();
    String more = "SUCCESS " + mail.mid() + " maybe";
    assertInterrupts(
        "gives no receipt for this message: " + more,
        mail,
        talk -> {
          talk.welcome().mail();
          talk.say(talk.exact().general(more)).hang();
        });
  }

  @Test
  void aReceiptInTheFormOfARefusalIsNone() {
    QueuedMail mail = small();
    assertInterrupts(
        "gives no answer to MAIL",
        mail,
        talk -> {
          talk.welcome().mail();
          talk.say(talk.exact().message("SUCCESS " + mail.mid())).hang();
        });
  }

  @Test
  void aReceiptUnderAnotherKeyIsNone() {
    QueuedMail mail = small();
    assertInterrupts(
        "answers MAIL with a wrong signature",
        mail,
        talk -> {
          talk.welcome().mail();
          Bytes text = Bytes.utf8("SUCCESS " + mail.mid());
          Bytes nul = Bytes.of((byte) 0);
          talk.say(Bytes.concat(text, nul, SigningKey.generate().sign(text), nul)).hang();
        });
  }

  @Test
  void aConnectionThatDiesAfterTheLastByteLeavesTheMessageUnknown() {
    assertInterrupts("far.example closed the connection", talk -> talk.welcome().mail());
  }

  @Test
  void aPeerThatHalfClosesInsteadOfAnsweringLeavesItUnknown() {
    assertInterrupts(
        "far.example closed the connection",
        talk -> {
          talk.welcome().mail();
          talk.halfClose().hang();
        });
  }

  @Test
  void aSilentPeerLeavesItUnknown() {
    assertInterrupts(
        "far.example did not answer in time",
        talk -> {
          talk.welcome().mail();
          talk.hang();
        });
  }

  @Test
  void aReplyOfOneByteAfterTheOtherHasNoMoreTime() {
    assertInterrupts(
        "far.example did not answer in time",
        talk -> {
          talk.introduce("").mail();
          talk.drip(talk.exact().general("SUCCESS"), 100);
        });
  }

  @Test
  void aPeerThatStopsReadingInTheBodyIsTooSlow() {
    assertInterrupts(
        "far.example reads too slowly",
        BAG.queued(TestMail.opaque(FROM, TO, 20_000_000)),
        talk -> {
          talk.welcome().mailHeader();
          talk.readNothing();
        });
  }

  @Test
  void aReplyWithoutEndIsCutOff() {
    assertInterrupts(
        "far.example gives a broken answer: text too long",
        talk -> {
          talk.introduce("").mail();
          talk.flood(Bytes.utf8("x".repeat(10_000)));
        });
  }

  @Test
  void chatterAfterAReceiptEndsTheConnectionButNotTheReceipt() {
    QueuedMail mail = small();
    QueuedMail next = small();
    try (ScriptedPeer peer =
        ScriptedPeer.of(
            "far.example",
            talk -> {
              Message message = talk.welcome().mail();
              Bytes receipt = talk.exact().general("SUCCESS " + message.mid());
              talk.say(Bytes.concat(receipt, receipt)).hang();
            })) {
      BAG.attempt(Postbag.impatient(), PeerKnowledge.NONE, BAG.found(peer.address()));
      BAG.give(mail, next);
      DeliveryAttempt.Ended ended = BAG.ended();
      assertEquals(new Outcome.Delivered(mail.id(), true), ended.outcomes().get(0));
      assertEquals(
          new DeliveryAttempt.Broken("far.example said something that was not asked for"),
          ended.end());
      assertEquals(1, BAG.traces.noted.size());
    }
  }

  @Test
  void chunksThatDoNotOpenEndTheConnection() {
    assertInterrupts(
        "far.example broke the secure channel: a chunk that is not the next one",
        talk -> {
          talk.welcome().mail();
          Bytes junk = Bytes.concat(Bytes.of((byte) 0, (byte) 0, (byte) 0, (byte) 20));
          talk.sayRaw(Bytes.concat(junk, Bytes.wrap(new byte[20]))).hang();
        });
  }

  @Test
  void aServerThatNeverGreetsIsLeft() {
    assertNotMet("did not greet in time", ScriptedTalk::hang);
  }

  @Test
  void aServerThatHangsUpAtOnceIsLeft() {
    assertNotMet("closed the connection without a greeting", talk -> {});
  }

  @Test
  void aGreetingWithoutEndIsCutOff() {
    assertNotMet("said no greeting line", talk -> talk.flood(Bytes.utf8("220 far.example ")));
  }

  @Test
  void aGreetingInPiecesIsUnderstood() {
    QueuedMail mail = small();
    ScriptedPeer.Script script =
        talk -> {
          talk.say("220 far.ex").say("ample CMTP").say("\r");
          talk.say("\n").expect("OHAI\0");
          Bytes answer = talk.exact().general("OHAI CMTP/1 far.example");
          talk.say(answer.slice(0, 40)).say(answer.slice(40, answer.length()));
          talk.expect("KEYREQUEST\0\0").say(talk.exact().key(talk.exact().serverKey()));
          talk.serve();
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      BAG.attempt(Postbag.patient(), PeerKnowledge.NONE, BAG.found(peer.address()));
      DeliveryAttempt.Met met = BAG.give(mail);
      assertEquals(List.of(new Outcome.Delivered(mail.id(), true)), BAG.done().outcomes());
      BAG.finish(met.attempt());
    }
  }

  @Test
  void wordsBeforeTheFirstQuestionAreNoAnswerToIt() {
    assertNotMet(
        "said something that was not asked for",
        talk -> {
          Bytes early = talk.exact().general("OHAI CMTP/1 far.example");
          talk.say(Bytes.concat(Bytes.utf8("220 far.example CMTP x\r\n"), early)).hang();
        });
  }

  @Test
  void aBrokenNameInTheGreetingIsLeft() {
    assertNotMet(
        "gives a broken greeting: 220 FAR_! CMTP x",
        talk -> talk.say("220 FAR_! CMTP x\r\n").hang());
  }

  @Test
  void aServerThatCallsItselfDifferentlyInOhaiIsLeft() {
    assertNotMet(
        "answers OHAI with another name than it greets with",
        talk -> {
          talk.greet().expect("OHAI\0");
          talk.say(talk.exact().general("OHAI CMTP/1 other.example X1")).hang();
        });
  }

  @Test
  void aServerWithAForeignSignatureUnderOhaiIsLeft() {
    SigningKey other = SigningKey.generate();
    assertNotMet(
        "answers OHAI with a wrong signature",
        talk -> {
          talk.greet().expect("OHAI\0");
          Bytes text = Bytes.utf8("OHAI CMTP/1 far.example X1");
          Bytes nul = Bytes.of((byte) 0);
          talk.say(Bytes.concat(text, nul, other.sign(text), nul)).expect("KEYREQUEST\0\0");
          talk.say(talk.exact().key(talk.exact().serverKey())).hang();
        });
  }

  @Test
  void aKeyThatIsNotSafeIsRefused() {
    assertNotMet("shows a key that is not safe", talk -> tellKey(talk, Bytes.wrap(new byte[32])));
  }

  @Test
  void aKeyThatTheServerDoesNotHoldIsRefused() {
    Bytes stolen = SigningKey.generate().publicKey().bytes();
    assertNotMet("shows a key that is not its own", talk -> tellKey(talk, stolen));
  }

  private static void tellKey(ScriptedTalk talk, Bytes told) throws IOException {
    talk.greet().expect("OHAI\0").say(talk.exact().general("OHAI CMTP/1 far.example X1"));
    Bytes whole = talk.expect("KEYREQUEST\0\0").exact().key(talk.exact().serverKey());
    talk.say(Bytes.concat(whole.slice(0, 4), told, whole.slice(36, whole.length()))).hang();
  }

  @Test
  void aTruncatedKeyIsNone() {
    assertNotMet(
        "closed the connection",
        talk -> {
          talk.greet().expect("OHAI\0").say(talk.exact().general("OHAI CMTP/1 far.example"));
          Bytes whole = talk.expect("KEYREQUEST\0\0").exact().key(talk.exact().serverKey());
          talk.say(whole.slice(0, 101));
        });
  }

  @Test
  void anEarlierAnswerToSecureOpensNoChannel() {
    SigningKey key = SigningKey.generate();
    Bytes[] recorded = new Bytes[1];
    ScriptedPeer.Script script =
        talk -> {
          cmtp.protocol.command.X1Frame frame = talk.introduce(" X1").command("SECURE");
          if (recorded[0] == null) {
            recorded[0] = talk.exact().x1(frame.encode(), 0, "OK", Bytes.wrap(new byte[32]));
          } else {
            talk.say(recorded[0]);
            talk.hang();
          }
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", key, script)) {
      BAG.attempt(
          Postbag.impatient(), PeerKnowledge.NONE, BAG.found(peer.address(), peer.address()));
      assertEquals(
          "host0 closed the connection; host1 answers SECURE with a wrong signature",
          BAG.brokenBecause());
      assertTrue(peer.heard(1).length() > 0);
    }
  }

  @Test
  void aWeakChannelKeyOpensNoChannel() {
    assertNotMet(
        "opens no secure channel",
        talk -> {
          cmtp.protocol.command.X1Frame frame = talk.introduce(" X1").command("SECURE");
          talk.answer(frame, "OK", Bytes.wrap(new byte[32])).hang();
        });
  }

  @Test
  void anX1ReplyWithoutMeasureIsCutOff() {
    assertNotMet(
        "gives an answer without end",
        talk -> {
          talk.introduce(" X1").command("SECURE");
          talk.say(Bytes.concat(Bytes.hex("00000001"), Bytes.utf8("OK\0")));
          talk.say(Bytes.hex("0000000000200000")).flood(Bytes.wrap(new byte[50_000]));
        });
  }

  @Test
  void everyHostIsTriedAndSaysWhatWasWrongWithIt() {
    try (ScriptedPeer one = ScriptedPeer.of("far.example", talk -> {});
        ScriptedPeer two = ScriptedPeer.of("far.example", talk -> talk.say("hello\n").hang())) {
      BAG.attempt(Postbag.impatient(), PeerKnowledge.NONE, BAG.found(one.address(), two.address()));
      assertEquals(
          "host0 closed the connection without a greeting; host1 greets with: hello",
          BAG.brokenBecause());
    }
  }
}
