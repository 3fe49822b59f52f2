package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cmtp.node.CmtpdServer;
import cmtp.node.CmtpdServer.Missing;
import cmtp.node.ScriptedPeer;
import cmtp.node.TestMail;
import cmtp.node.peer.PeerSettings;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.QueuedMail;
import cmtp.persistence.trace.TraceKind;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.message.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail to the server program of 2017 (SPEC 8.9). */
class CmtpdDeliveryTest {
  private static final Address BOB = Address.parse("bob@far.example");
  private static final Address NOBODY = Address.parse("nobody@far.example");
  private static final SigningKey KEY = SigningKey.generate();
  private static final Postbag BAG = new Postbag();

  @BeforeEach
  void forgetEarlierTests() {
    BAG.traces.noted.clear();
  }

  @AfterAll
  static void end() {
    BAG.close();
  }

  private static CmtpdServer server(Missing missing) {
    return CmtpdServer.start(
        "far.example", KEY, Map.of("bob", SigningKey.generate().publicKey()), missing);
  }

  private static DeliveryAttempt.Ended give(CmtpdServer server, QueuedMail... mails) {
    return give(Postbag.patient(), server, mails);
  }

  private static DeliveryAttempt.Ended give(
      PeerSettings settings, CmtpdServer server, QueuedMail... mails) {
    BAG.attempt(settings, PeerKnowledge.NONE, BAG.found(server.address()));
    DeliveryAttempt.Met met = BAG.give(mails);
    assertFalse(met.x1());
    assertEquals(KEY.publicKey().bytes(), met.key());
    return BAG.ended();
  }

  @Test
  void deliversOneMessageAConnectionByteForByte() {
    Message message = TestMail.withDigests(TestMail.opaque(BOB, 100));
    QueuedMail mail = BAG.queued(message);
    CmtpdServer server = server(Missing.ZERO_KEY);
    try (server) {
      DeliveryAttempt.Ended ended = give(server, mail, BAG.queued(message));
      assertEquals(List.of(new Outcome.Delivered(mail.id(), false)), ended.outcomes());
      assertEquals(DeliveryAttempt.Over.INSTANCE, ended.end());
    }
    Bytes wanted =
        Bytes.concat(
            Bytes.utf8("KEYREQUEST\0\0KEYREQUEST\0bob\0far.example\0MAIL\0"),
            message.header().withLogLength(0).encode(),
            message.body(),
            Bytes.wrap(new byte[64]),
            Bytes.utf8("NOOP\0OBAI\0"));
    assertEquals(wanted, server.heard(0));
    assertEquals(1, server.stored().size());
    assertEquals(message.body(), server.stored().get(0).body());
    assertEquals(
        List.of(TraceKind.SENT_UNPROVEN),
        BAG.traces.noted.stream().map(entry -> entry.kind()).toList());
  }

  @Test
  void deliversALargeMessage() {
    Message message = TestMail.opaque(BOB, 1_000_000);
    QueuedMail mail = BAG.queued(message);
    CmtpdServer server = server(Missing.ZERO_KEY);
    try (server) {
      assertEquals(List.of(new Outcome.Delivered(mail.id(), false)), give(server, mail).outcomes());
    }
    assertEquals(message.body(), server.stored().get(0).body());
  }

  @Test
  void failsMailToAnAccountThatIsNotThere() {
    for (Missing missing : List.of(Missing.ZERO_KEY, Missing.GARBLED)) {
      QueuedMail mail = BAG.queued(TestMail.opaque(NOBODY, 100));
      try (CmtpdServer server = server(missing)) {
        DeliveryAttempt.Ended ended = give(server, mail);
        assertEquals(
            List.of(new Outcome.Failed(mail.id(), "far.example has no such account")),
            ended.outcomes());
        assertEquals(DeliveryAttempt.Over.INSTANCE, ended.end());
      }
    }
  }

  @Test
  void takesAReplyThatIsNeverFinishedForNoKey() {
    QueuedMail mail = BAG.queued(TestMail.opaque(NOBODY, 100));
    try (CmtpdServer server = server(Missing.HALF_A_REPLY)) {
      assertEquals(
          List.of(new Outcome.Failed(mail.id(), "far.example has no such account")),
          give(Postbag.impatient(), server, mail).outcomes());
    }
  }

  @Test
  void failsMailWithAttachmentsBecauseTheyWouldBeLost() {
    QueuedMail mail = BAG.queued(TestMail.opaque(BOB, 100, 60));
    try (CmtpdServer server = server(Missing.ZERO_KEY)) {
      assertEquals(
          List.of(new Outcome.Failed(mail.id(), "far.example is too old to take attachments")),
          give(server, mail).outcomes());
      assertEquals(List.of(), server.stored());
    }
  }

  @Test
  void neverSpeaksThatWayToADomainThatSpokeX1() {
    PeerKnowledge known = Postbag.pinned(KEY.publicKey(), true);
    try (CmtpdServer server = server(Missing.ZERO_KEY)) {
      BAG.attempt(Postbag.patient(), known, BAG.found(server.address()));
      assertEquals("host0 no longer speaks X1", BAG.brokenBecause());
    }
  }

  @Test
  void refusesAnotherKeyThanThePinnedOne() {
    PeerKnowledge known = Postbag.pinned(SigningKey.generate().publicKey(), false);
    try (CmtpdServer server = server(Missing.ZERO_KEY)) {
      BAG.attempt(Postbag.patient(), known, BAG.found(server.address()));
      assertEquals(
          new DeliveryAttempt.KeyDisputed(
              KEY.publicKey().bytes(), "host0 shows another key than the one known here"),
          BAG.ended().end());
    }
  }

  @Test
  void leavesAMessageUnknownThatTheProgramDiedOf() {
    QueuedMail mail = BAG.queued(TestMail.opaque(BOB, 100));
    ScriptedPeer.Script script =
        talk -> {
          talk.say("Welcome to CMTP version < 1\n").say("\0").expect("KEYREQUEST\0\0");
          talk.say(talk.exact().key(talk.exact().serverKey()));
          talk.expect("KEYREQUEST\0bob\0far.example\0");
          talk.say(talk.exact().key(talk.exact().serverKey())).mail();
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      BAG.attempt(Postbag.patient(), PeerKnowledge.NONE, BAG.found(peer.address()));
      BAG.give(mail);
      Outcome outcome = BAG.ended().outcomes().get(0);
      assertEquals(Outcome.Interrupted.class, outcome.getClass());
    }
  }

  @Test
  void takesNothingButItsWordForRead() {
    QueuedMail mail = BAG.queued(TestMail.opaque(BOB, 100));
    ScriptedPeer.Script script =
        talk -> {
          talk.say("Welcome to CMTP version < 1\n\0").expect("KEYREQUEST\0\0");
          talk.say(talk.exact().key(talk.exact().serverKey()));
          talk.expect("KEYREQUEST\0bob\0far.example\0");
          talk.say(talk.exact().key(talk.exact().serverKey())).mail();
          talk.say("O_o\n\0").hang();
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      BAG.attempt(Postbag.patient(), PeerKnowledge.NONE, BAG.found(peer.address()));
      BAG.give(mail);
      String reason = "far.example answers NOOP with something else";
      assertEquals(List.of(new Outcome.Interrupted(mail.id(), reason)), BAG.ended().outcomes());
    }
  }
}
