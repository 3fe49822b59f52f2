package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.ScriptedPeer;
import cmtp.node.TestMail;
import cmtp.node.routing.Resolution;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.PinOrigin;
import cmtp.persistence.queue.QueuedMail;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceKind;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of messages, with a peer that keeps to the protocol. */
class DeliveryAttemptTest {
  private static final Address TO = Address.parse("bob@far.example");
  private static final Address FROM = Address.parse("alice@near.example");
  private static final Postbag BAG = new Postbag();

  @BeforeEach
  void forgetEarlierTests() {
    BAG.traces.noted.clear();
    BAG.traces.broken = false;
  }

  @AfterAll
  static void end() {
    BAG.close();
  }

  private static Message small() {
    return TestMail.withDigests(TestMail.opaque(FROM, TO, 1000));
  }

  private static Message large() {
    return TestMail.withDigests(TestMail.opaque(FROM, TO, 300_000, 70_000, 1));
  }

  private static void attempt(ScriptedPeer peer) {
    attempt(peer, PeerKnowledge.NONE);
  }

  private static void attempt(ScriptedPeer peer, PeerKnowledge known) {
    BAG.attempt(Postbag.patient(), known, BAG.found(peer.address()));
  }

  @Test
  void deliversSeveralMessagesOverOneSecureConnection() {
    QueuedMail one = BAG.queued(small());
    QueuedMail two = BAG.queued(TestMail.opaque(FROM, TO, 50));
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", talk -> talk.welcome().serve())) {
      attempt(peer);
      DeliveryAttempt.Met met = BAG.give(one);
      assertEquals(
          new DeliveryAttempt.Met(
              met.attempt(), peer.key().publicKey().bytes(), PinOrigin.FIRST_SEEN, true),
          met);
      assertEquals(List.of(new Outcome.Delivered(one.id(), true)), BAG.done().outcomes());
      met.attempt().tell(new DeliveryAttempt.Work(List.of(two)));
      assertEquals(List.of(new Outcome.Delivered(two.id(), true)), BAG.done().outcomes());
      BAG.finish(met.attempt());
      assertEquals(1, peer.connections());
    }
  }

  @Test
  void keepsTheReceiptBeforeItReportsIt() {
    QueuedMail mail = BAG.queued(small());
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", talk -> talk.welcome().serve())) {
      attempt(peer);
      DeliveryAttempt.Met met = BAG.give(mail);
      BAG.done();
      TraceEntry receipt = BAG.traces.noted.get(0);
      assertEquals(TraceKind.DELIVERED, receipt.kind());
      assertEquals(mail.mid(), receipt.mid());
      assertEquals("far.example", receipt.place());
      VerifyKey key = VerifyKey.of(receipt.proof().slice(0, 32)).orElseThrow();
      assertEquals(peer.key().publicKey(), key);
      assertTrue(key.verify(receipt.proof().slice(32, 96), Bytes.utf8("SUCCESS " + mail.mid())));
      BAG.finish(met.attempt());
    }
  }

  @Test
  void defersWhatItCanKeepNoReceiptOf() {
    BAG.traces.broken = true;
    QueuedMail mail = BAG.queued(small());
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", talk -> talk.welcome().serve())) {
      attempt(peer);
      DeliveryAttempt.Met met = BAG.give(mail);
      assertEquals(
          List.of(new Outcome.Deferred(mail.id(), "its receipt could not be kept")),
          BAG.done().outcomes());
      BAG.finish(met.attempt());
    }
  }

  @Test
  void sendsHeaderAndLogAsTheyCameAndItsOwnHopAfterThem() {
    Message message =
        TestMail.withLog(
            small(),
            new MessageLog(Bytes.utf8("something unknown\0\0" + TestMail.hop("x", "recv") + "\0")));
    QueuedMail mail = BAG.queued(message);
    AtomicReference<Message> received = new AtomicReference<>();
    ScriptedPeer.Script script =
        talk -> {
          talk.welcome();
          received.set(talk.mail());
          talk.say(talk.exact().general("SUCCESS " + received.get().mid()));
          talk.expect("OBAI\0").expectEnd();
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      attempt(peer);
      DeliveryAttempt.Met met = BAG.give(mail);
      assertEquals(List.of(new Outcome.Delivered(mail.id(), true)), BAG.done().outcomes());
      BAG.finish(met.attempt());
    }
    Bytes log = Bytes.concat(message.log().bytes(), Bytes.utf8(mail.hop() + "\0"));
    assertEquals(log, received.get().log().bytes());
    assertEquals(message.header().withLogLength(log.length()), received.get().header());
    assertEquals(message.body(), received.get().body());
    assertEquals(message.mid(), received.get().mid());
  }

  @Test
  void offersALargeMessageBeforeItsBody() {
    Message message = large();
    QueuedMail mail = BAG.queued(message);
    AtomicReference<Message> received = new AtomicReference<>();
    ScriptedPeer.Script script =
        talk -> {
          X1Frame offer = talk.welcome().command("OFFER");
          talk.answer(offer, "OK", new Payload.OfferAnswer(Optional.empty()).encode());
          received.set(talk.mail());
          talk.say(talk.exact().general("SUCCESS " + received.get().mid()));
          talk.expect("OBAI\0").expectEnd();
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      attempt(peer);
      DeliveryAttempt.Met met = BAG.give(mail);
      assertEquals(List.of(new Outcome.Delivered(mail.id(), true)), BAG.done().outcomes());
      BAG.finish(met.attempt());
    }
    assertEquals(message.attachments(), received.get().attachments());
    assertEquals(message.body(), received.get().body());
  }

  @Test
  void sendsNoBodyOfARefusedOffer() {
    QueuedMail unknown = BAG.queued(large());
    QueuedMail full = BAG.queued(large());
    QueuedMail known = BAG.queued(large());
    ScriptedPeer.Script script =
        talk -> {
          Bytes have = have(known.mid(), talk.key());
          talk.welcome();
          talk.answer(talk.command("OFFER"), "NOTFOUND", Bytes.utf8("no such account"));
          talk.answer(talk.command("OFFER"), "OVERQUOTA", Bytes.utf8("full\nretry-after=60\n"));
          talk.answer(talk.command("OFFER"), "OK", have);
          talk.expect("OBAI\0").expectEnd();
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      attempt(peer);
      DeliveryAttempt.Met met = BAG.give(unknown, full, known);
      assertEquals(
          List.of(
              new Outcome.Failed(unknown.id(), "far.example refused it: no such account"),
              new Outcome.Deferred(full.id(), "far.example put it off: full"),
              new Outcome.Delivered(known.id(), true)),
          BAG.done().outcomes());
      BAG.finish(met.attempt());
    }
  }

  private static Bytes have(MessageId mid, SigningKey key) {
    Bytes signature = key.sign(Payload.Receipt.signed(mid));
    return new Payload.OfferAnswer(Optional.of(new Payload.Receipt(mid, signature))).encode();
  }

  @Test
  void takesNoReceiptFromAnOfferThatAnotherKeySigned() {
    QueuedMail mail = BAG.queued(large());
    ScriptedPeer.Script script =
        talk -> {
          Bytes have = have(mail.mid(), SigningKey.generate());
          talk.welcome().answer(talk.command("OFFER"), "OK", have);
          talk.hang();
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      attempt(peer);
      BAG.give(mail);
      String reason = "gives a receipt with a wrong signature";
      assertEquals(List.of(new Outcome.Interrupted(mail.id(), reason)), BAG.ended().outcomes());
      assertEquals(List.of(), BAG.traces.noted);
    }
  }

  @Test
  void takesNoReceiptForAnotherMessageFromAnOffer() {
    QueuedMail mail = BAG.queued(large());
    ScriptedPeer.Script script =
        talk -> {
          Bytes have = have(small().mid(), talk.key());
          talk.welcome().answer(talk.command("OFFER"), "OK", have);
          talk.hang();
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      attempt(peer);
      BAG.give(mail);
      String reason = "gives a receipt for another message";
      DeliveryAttempt.Ended ended = BAG.ended();
      assertEquals(List.of(new Outcome.Interrupted(mail.id(), reason)), ended.outcomes());
      assertEquals(new DeliveryAttempt.Broken(reason), ended.end());
      assertEquals(List.of(), BAG.traces.noted);
    }
  }

  @Test
  void tellsPermanentFromTransientRefusals() {
    QueuedMail refused = BAG.queued(small());
    QueuedMail putOff = BAG.queued(small());
    ScriptedPeer.Script script =
        talk -> {
          talk.welcome().mail();
          talk.say(talk.exact().message("DELIVERYFAILURE no\u202e such\u0007 account"));
          talk.mail();
          talk.say(talk.exact().general("FAILURE"));
          talk.expect("OBAI\0").expectEnd();
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      attempt(peer);
      DeliveryAttempt.Met met = BAG.give(refused, putOff);
      assertEquals(
          List.of(
              new Outcome.Failed(refused.id(), "far.example refused it: no such account"),
              new Outcome.Deferred(putOff.id(), "far.example put it off")),
          BAG.done().outcomes());
      BAG.finish(met.attempt());
    }
  }

  @Test
  void stopsSendingWhatIsRefusedInItsMiddle() {
    Message message = TestMail.opaque(FROM, TO, 20_000_000);
    QueuedMail mail = BAG.queued(message);
    QueuedMail next = BAG.queued(small());
    ScriptedPeer.Script script =
        talk -> {
          talk.welcome().mailHeader();
          talk.say(talk.exact().message("DELIVERYFAILURE no such account"));
          talk.readNothing();
          talk.hang();
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      attempt(peer);
      BAG.give(mail, next);
      DeliveryAttempt.Ended ended = BAG.ended();
      assertEquals(
          List.of(new Outcome.Failed(mail.id(), "far.example refused it: no such account")),
          ended.outcomes());
      assertEquals(DeliveryAttempt.Over.INSTANCE, ended.end());
      peer.release();
    }
  }

  @Test
  void goesOnInClearWithAPeerThatSpeaksTheBaseOnly() {
    QueuedMail unproven = BAG.queued(large());
    QueuedMail proven = BAG.queued(small());
    ScriptedPeer.Script script =
        talk -> {
          talk.introduce(" X9").mail();
          talk.say(talk.exact().general("SUCCESS"));
          talk.takeMail().expect("OBAI\0").expectEnd();
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      attempt(peer);
      DeliveryAttempt.Met met = BAG.give(unproven, proven);
      assertFalse(met.x1());
      assertEquals(
          List.of(
              new Outcome.Delivered(unproven.id(), false),
              new Outcome.Delivered(proven.id(), true)),
          BAG.done().outcomes());
      assertEquals(
          List.of(TraceKind.SENT_UNPROVEN, TraceKind.DELIVERED),
          BAG.traces.noted.stream().map(TraceEntry::kind).toList());
      BAG.finish(met.attempt());
    }
  }

  @Test
  void acceptsAnotherPrimaryDomainThanTheOneItAskedFor() {
    QueuedMail mail = BAG.queued(small());
    try (ScriptedPeer peer = ScriptedPeer.of("hosting.example", talk -> talk.welcome().serve())) {
      attempt(peer);
      DeliveryAttempt.Met met = BAG.give(mail);
      assertEquals(List.of(new Outcome.Delivered(mail.id(), true)), BAG.done().outcomes());
      BAG.finish(met.attempt());
    }
  }

  @Test
  void failsAMessageWhoseLogTakesNoFurtherEntry() {
    Message lines = TestMail.withLog(small(), new MessageLog(Bytes.utf8("by\nlines")));
    Message full = TestMail.withLog(small(), MessageLog.of(Collections.nCopies(64, "x")));
    Message long_ = TestMail.withLog(small(), MessageLog.of(List.of("x".repeat(64 * 1024 - 100))));
    QueuedMail one = BAG.queued(lines);
    QueuedMail two = BAG.queued(full);
    QueuedMail three = BAG.queued(long_);
    QueuedMail good = BAG.queued(small());
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", talk -> talk.welcome().serve())) {
      attempt(peer);
      DeliveryAttempt.Met met = BAG.give(one, two, three, good);
      String reason = "its log can take no further entry";
      assertEquals(
          List.of(
              new Outcome.Failed(one.id(), reason),
              new Outcome.Failed(two.id(), reason),
              new Outcome.Failed(three.id(), reason),
              new Outcome.Delivered(good.id(), true)),
          BAG.done().outcomes());
      BAG.finish(met.attempt());
    }
  }

  @Test
  void failsAMessageWhoseContentIsGone() {
    QueuedMail gone = BAG.queued(small());
    BAG.forgetContent(gone);
    QueuedMail good = BAG.queued(small());
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", talk -> talk.welcome().serve())) {
      attempt(peer);
      DeliveryAttempt.Met met = BAG.give(gone, good);
      assertEquals(
          List.of(
              new Outcome.Failed(gone.id(), "its content is lost"),
              new Outcome.Delivered(good.id(), true)),
          BAG.done().outcomes());
      BAG.finish(met.attempt());
    }
  }

  @Test
  void defersAMessageThatCanNotBeReadNow() {
    QueuedMail good = BAG.queued(small());
    QueuedMail unreadable =
        new QueuedMail(
            9999, good.mid(), Postbag.UNREADABLE, good.sections(), "a", "b", true, good.hop(), 1);
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", talk -> talk.welcome().serve())) {
      attempt(peer);
      DeliveryAttempt.Met met = BAG.give(unreadable, good);
      assertEquals(
          List.of(
              new Outcome.Deferred(9999, "it could not be read from the store"),
              new Outcome.Delivered(good.id(), true)),
          BAG.done().outcomes());
      BAG.finish(met.attempt());
    }
  }

  @Test
  void interruptsAMessageWhoseEndIsNotInTheStore() {
    QueuedMail mail = BAG.queued(TestMail.opaque(FROM, TO, 600_000));
    BAG.truncateContent(mail, 500_000);
    ScriptedPeer.Script script =
        talk -> {
          talk.welcome().mailHeader();
          talk.hang();
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      attempt(peer);
      BAG.give(mail);
      String reason = "far.example the message could not be read from the store";
      assertEquals(List.of(new Outcome.Interrupted(mail.id(), reason)), BAG.ended().outcomes());
    }
  }

  @Test
  void closesItsConnectionInOrderWhenItIsStopped() {
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", talk -> talk.welcome().expectEnd())) {
      attempt(peer);
      BAG.kit.stop(BAG.met().attempt());
    }
  }

  @Test
  void endsWhenItIsToldSoBeforeItHasMetAnybody() {
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", talk -> talk.hang())) {
      BAG.finish(BAG.attempt(Postbag.patient(), PeerKnowledge.NONE, BAG.found(peer.address())));
    }
  }

  @Test
  void hearsThatThePeerHungUpWhileItRested() {
    QueuedMail mail = BAG.queued(small());
    try (ScriptedPeer peer =
        ScriptedPeer.of("far.example", talk -> talk.welcome().takeMail().readNothing())) {
      attempt(peer);
      BAG.give(mail);
      assertEquals(List.of(new Outcome.Delivered(mail.id(), true)), BAG.done().outcomes());
      peer.release();
      assertEquals("far.example closed the connection", BAG.brokenBecause());
    }
  }

  @Test
  void triesTheNextTargetWhenOneIsDead() throws IOException {
    QueuedMail mail = BAG.queued(small());
    InetSocketAddress dead;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = new InetSocketAddress(closed.getInetAddress(), closed.getLocalPort());
    }
    try (ScriptedPeer busy =
            ScriptedPeer.of("far.example", talk -> talk.say("421 far.example too many\r\n"));
        ScriptedPeer peer = ScriptedPeer.of("far.example", talk -> talk.welcome().serve())) {
      BAG.attempt(
          Postbag.patient(), PeerKnowledge.NONE, BAG.found(dead, busy.address(), peer.address()));
      DeliveryAttempt.Met met = BAG.give(mail);
      assertEquals(List.of(new Outcome.Delivered(mail.id(), true)), BAG.done().outcomes());
      BAG.finish(met.attempt());
    }
  }

  @Test
  void saysThatADomainHasNoNode() {
    BAG.attempt(
        Postbag.patient(), PeerKnowledge.NONE, new Resolution.NoSuchDomain("it wants no mail"));
    assertEquals(new DeliveryAttempt.Hopeless("it wants no mail"), BAG.ended().end());
    BAG.attempt(Postbag.patient(), PeerKnowledge.NONE, new Resolution.Unresolved("DNS is silent"));
    assertEquals("DNS is silent", BAG.brokenBecause());
  }

  @Test
  void saysWhyAHostCanNotBeReached() throws IOException {
    InetSocketAddress dead;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = new InetSocketAddress(closed.getInetAddress(), closed.getLocalPort());
    }
    BAG.attempt(Postbag.patient(), PeerKnowledge.NONE, BAG.found(dead));
    assertEquals("host0 can't be reached: Connection refused", BAG.brokenBecause());
  }

  @Test
  void findsMailToAnSmtpServerHopeless() {
    ScriptedPeer.Script script =
        talk -> {
          talk.say("220-mail.far.example ESMTP\r\n220 hello\r\n");
          talk.hang();
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      attempt(peer);
      assertEquals(new DeliveryAttempt.Hopeless("host0 does not speak CMTP"), BAG.ended().end());
    }
  }

  @Test
  void waitsWhenANodeThatWasMetBeforeLooksLikeAnSmtpServer() {
    ScriptedPeer.Script script =
        talk -> {
          talk.say("220 mail.far.example ESMTP\r\n");
          talk.hang();
        };
    SigningKey before = SigningKey.generate();
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      attempt(peer, Postbag.pinned(before.publicKey(), true));
      assertEquals("host0 does not speak CMTP", BAG.brokenBecause());
    }
  }

  @Test
  void waitsWhenANodeIsBusy() {
    ScriptedPeer.Script script =
        talk -> {
          talk.say("421 far.example too many connections\r\n");
          talk.hang();
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", script)) {
      attempt(peer);
      assertEquals("host0 greets with: 421 far.example too many connections", BAG.brokenBecause());
    }
  }
}
