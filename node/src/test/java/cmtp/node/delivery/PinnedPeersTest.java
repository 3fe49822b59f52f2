package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cmtp.node.ScriptedPeer;
import cmtp.node.TestMail;
import cmtp.node.routing.Resolution;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.PinOrigin;
import cmtp.persistence.queue.QueuedMail;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Payload;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.ServerRecord;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whom mail is given to, when something is known of the domain's node (SPEC 2.10). */
class PinnedPeersTest {
  private static final Address TO = Address.parse("bob@far.example");
  private static final Postbag BAG = new Postbag();

  private final SigningKey old = SigningKey.generate();
  private final SigningKey fresh = SigningKey.generate();

  @AfterAll
  static void end() {
    BAG.close();
  }

  private static QueuedMail mail() {
    return BAG.queued(TestMail.opaque(TO, 1000));
  }

  private PeerKnowledge pinnedOld() {
    return Postbag.pinned(old.publicKey(), true);
  }

  private static ScriptedPeer.Script stating(List<Bytes> newestFirst) {
    return talk -> {
      talk.introduce(" X1");
      talk.answer(talk.command("GETREC"), "OK", new Payload.Records(newestFirst).encode());
      talk.secure(talk.command("SECURE")).serve();
    };
  }

  private List<Bytes> rotation() {
    ServerRecord first = ServerRecord.first(old, Postbag.DOMAIN, System.currentTimeMillis());
    ServerRecord second = first.next(old, fresh, System.currentTimeMillis());
    return List.of(second.bytes(), first.bytes());
  }

  private DeliveryAttempt.KeyDisputed disputedBy(ScriptedPeer peer, PeerKnowledge known) {
    BAG.attempt(Postbag.patient(), known, BAG.found(peer.address()));
    return (DeliveryAttempt.KeyDisputed) BAG.ended().end();
  }

  @Test
  void givesMailToThePinnedKey() {
    QueuedMail mail = mail();
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", old, talk -> talk.welcome().serve())) {
      BAG.attempt(Postbag.patient(), pinnedOld(), BAG.found(peer.address()));
      DeliveryAttempt.Met met = BAG.give(mail);
      assertEquals(List.of(new Outcome.Delivered(mail.id(), true)), BAG.done().outcomes());
      BAG.finish(met.attempt());
    }
  }

  @Test
  void followsARotationThatThePinnedKeySigned() {
    QueuedMail mail = mail();
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", fresh, stating(rotation()))) {
      BAG.attempt(Postbag.patient(), pinnedOld(), BAG.found(peer.address()));
      DeliveryAttempt.Met met = BAG.give(mail);
      assertEquals(PinOrigin.FOLLOWED, met.origin());
      assertEquals(fresh.publicKey().bytes(), met.key());
      assertEquals(List.of(new Outcome.Delivered(mail.id(), true)), BAG.done().outcomes());
      BAG.finish(met.attempt());
    }
  }

  @Test
  void tellsAnImpostorNothingOfTheMail() {
    QueuedMail mail = mail();
    ScriptedPeer.Script script =
        talk -> {
          talk.introduce(" X1").answer(talk.command("GETREC"), "NOTFOUND", Bytes.utf8("none"));
          talk.expectEnd();
        };
    try (ScriptedPeer peer = ScriptedPeer.of("far.example", fresh, script)) {
      assertEquals(
          new DeliveryAttempt.KeyDisputed(
              fresh.publicKey().bytes(), "host0 shows another key than the one known here"),
          disputedBy(peer, pinnedOld()));
      String heard = peer.heard(0).utf8();
      assertFalse(heard.contains("bob") || heard.contains("MAIL") || heard.contains("SECURE"));
      assertFalse(heard.contains(mail.mid().toString()));
    }
  }

  @Test
  void takesNoStatementThatIsNotForThisKeyAndDomain() {
    long now = System.currentTimeMillis();
    ServerRecord strangers = ServerRecord.first(fresh, Postbag.DOMAIN, now);
    ServerRecord elsewhere =
        ServerRecord.first(old, new cmtp.protocol.address.DomainName("other.example"), now);
    ServerRecord ofElsewhere = elsewhere.next(old, fresh, now);
    ServerRecord expired = ServerRecord.first(old, Postbag.DOMAIN, 1000);
    List<List<Bytes>> claims =
        List.of(
            List.of(strangers.bytes()),
            List.of(ofElsewhere.bytes(), elsewhere.bytes()),
            List.of(expired.next(old, fresh, 2000).bytes(), expired.bytes()),
            List.of(rotation().get(1)),
            List.of(rotation().get(0)));
    for (List<Bytes> claim : claims) {
      try (ScriptedPeer peer =
          ScriptedPeer.of(
              "far.example",
              fresh,
              talk -> {
                talk.introduce(" X1");
                talk.answer(talk.command("GETREC"), "OK", new Payload.Records(claim).encode());
                talk.expectEnd();
              })) {
        assertEquals(fresh.publicKey().bytes(), disputedBy(peer, pinnedOld()).offered());
      }
    }
  }

  @Test
  void goesToTheNextHostWhenTheFirstIsAnImpostor() {
    QueuedMail mail = mail();
    ScriptedPeer.Script script =
        talk -> {
          talk.introduce(" X1").answer(talk.command("GETREC"), "NOTFOUND", Bytes.utf8("none"));
          talk.expectEnd();
        };
    try (ScriptedPeer impostor = ScriptedPeer.of("far.example", fresh, script);
        ScriptedPeer peer = ScriptedPeer.of("far.example", old, talk -> talk.welcome().serve())) {
      BAG.attempt(Postbag.patient(), pinnedOld(), BAG.found(impostor.address(), peer.address()));
      DeliveryAttempt.Met met = BAG.give(mail);
      assertEquals(old.publicKey().bytes(), met.key());
      assertEquals(List.of(new Outcome.Delivered(mail.id(), true)), BAG.done().outcomes());
      BAG.finish(met.attempt());
    }
  }

  @Test
  void doesNotFallBackFromX1() {
    try (ScriptedPeer peer =
        ScriptedPeer.of("far.example", old, talk -> talk.introduce("").expectEnd())) {
      BAG.attempt(Postbag.patient(), pinnedOld(), BAG.found(peer.address()));
      assertEquals("host0 no longer speaks X1", BAG.brokenBecause());
    }
  }

  @Test
  void asksABasePeerForNoStatement() {
    try (ScriptedPeer peer =
        ScriptedPeer.of("far.example", fresh, talk -> talk.introduce("").expectEnd())) {
      PeerKnowledge base = Postbag.pinned(old.publicKey(), false);
      assertEquals(fresh.publicKey().bytes(), disputedBy(peer, base).offered());
    }
  }

  private Resolution named(VerifyKey key, ScriptedPeer peer) {
    return new Resolution.Found(
        List.of(new Resolution.Target("host0", peer.address())), Optional.of(key));
  }

  @Test
  void believesTheKeyThatDnsNamesWhateverWasPinned() {
    QueuedMail mail = mail();
    try (ScriptedPeer peer =
        ScriptedPeer.of("far.example", fresh, talk -> talk.welcome().serve())) {
      BAG.attempt(Postbag.patient(), pinnedOld(), named(fresh.publicKey(), peer));
      DeliveryAttempt.Met met = BAG.give(mail);
      assertEquals(PinOrigin.DNSSEC, met.origin());
      BAG.done();
      BAG.finish(met.attempt());
    }
  }

  @Test
  void waitsWhenAHostHasNotTheKeyThatDnsNames() {
    ScriptedPeer.Script script =
        talk -> {
          talk.introduce(" X1").answer(talk.command("GETREC"), "NOTFOUND", Bytes.utf8("none"));
          talk.expectEnd();
        };
    for (PeerKnowledge known :
        List.of(PeerKnowledge.NONE, Postbag.pinned(fresh.publicKey(), true), pinnedOld())) {
      try (ScriptedPeer peer = ScriptedPeer.of("far.example", fresh, script)) {
        VerifyKey named = SigningKey.generate().publicKey();
        BAG.attempt(Postbag.patient(), known, named(named, peer));
        assertEquals("host0 shows another key than the one that DNS names", BAG.brokenBecause());
      }
    }
  }
}
