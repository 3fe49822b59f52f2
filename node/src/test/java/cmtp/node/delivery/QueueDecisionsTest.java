package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.keys.CurrentIdentity;
import cmtp.node.keys.ServerIdentity;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.PinOrigin;
import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueueState;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.SigningKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueDecisionsTest {
  private static final long NOW = TestClock.START_MS;
  private static final long OLD = NOW + QueueLab.RETRY.giveUpAfter().toMillis();
  private static final Bytes OTHER_KEY = SigningKey.fromSeed(QueueLab.seed(8)).publicKey().bytes();

  private final QueueDecisions decisions = new QueueDecisions(QueueLab.SETTINGS, () -> 0.5);

  private QueueState three() {
    QueueState state = QueueState.EMPTY;
    for (int n = 1; n <= 3; n++) {
      state = state.apply(decisions.queued(state, QueueLab.mail(n, true), NOW));
    }
    return state;
  }

  @Test
  void aMessageExpiresAtItsTimeUnlessHeldOrBusy() {
    QueueState state = three().apply(new QueueEvent.HoldChanged(List.of(1L), true, NOW));
    assertTrue(decisions.expired(state, id -> false, OLD - 1).isEmpty());
    QueueEvent.Failed expired = decisions.expired(state, id -> id == 2, OLD).orElseThrow();
    assertEquals(1, expired.failures().size());
    assertEquals(3, expired.failures().get(0).id());
    assertFalse(expired.reached());
  }

  @Test
  void eachOutcomeHasItsEvent() {
    List<QueueEvent> events =
        decisions.outcomes(
            three(),
            List.of(
                new Outcome.Delivered(1, false),
                new Outcome.Deferred(2, "full"),
                new Outcome.Interrupted(3, "reset"),
                new Outcome.Failed(4, "no\u0000pe")),
            NOW);
    assertEquals(
        List.of(
            new QueueEvent.Delivered(List.of(1L), List.of(1L), NOW),
            new QueueEvent.Deferred(
                List.of(new QueueEvent.Deferral(2, "full", NOW + 60_000)), true, NOW),
            new QueueEvent.Failed(List.of(new QueueEvent.Failure(4, "no pe")), true, NOW),
            new QueueEvent.Deferred(
                List.of(new QueueEvent.Deferral(3, "reset", NOW + 60_000)), false, NOW)),
        events);
  }

  @Test
  void aMessagePutOffAgainWaitsTwiceAsLong() {
    List<Outcome> again = List.of(new Outcome.Deferred(1, "full"));
    QueueState state = three().applyAll(decisions.outcomes(three(), again, NOW));
    QueueEvent.Deferred second = (QueueEvent.Deferred) decisions.outcomes(state, again, NOW).get(0);
    assertEquals(NOW + 120_000, second.deferrals().get(0).retryMs());
  }

  @Test
  void aSignOfLifeLeavesAloneWhatTheNodeItselfPutOff() {
    QueueState state =
        three()
            .applyAll(decisions.outcomes(three(), List.of(new Outcome.Deferred(1, "full")), NOW))
            .apply(new QueueEvent.DialStarted(NOW + 60_000, NOW));
    QueueEvent woken =
        decisions.contacted(state, QueueLab.KEY, s -> true, 0, NOW + 1).orElseThrow();
    QueueState after = state.apply(woken);
    assertEquals(0, after.backoff().nextDialMs());
    assertEquals(NOW + 60_000, after.waiting(1).orElseThrow().notBeforeMs());
  }

  @Test
  void anotherKeyNeedsABetterReasonThanThatItWasSeen() {
    PeerKnowledge peer =
        QueueState.EMPTY
            .apply(new QueueEvent.PeerPinned(QueueLab.KEY, PinOrigin.FIRST_SEEN, true, NOW))
            .peer();
    assertEquals(
        Optional.of(new QueueEvent.PeerKeyOffered(OTHER_KEY, NOW)),
        PeerDecisions.met(peer, OTHER_KEY, PinOrigin.FIRST_SEEN, true, NOW));
    for (PinOrigin reason : List.of(PinOrigin.DNSSEC, PinOrigin.FOLLOWED)) {
      assertEquals(
          Optional.of(new QueueEvent.PeerPinned(OTHER_KEY, reason, true, NOW)),
          PeerDecisions.met(peer, OTHER_KEY, reason, true, NOW));
    }
    assertTrue(PeerDecisions.isDisputed(peer, Bytes.EMPTY, PinOrigin.FIRST_SEEN));
    assertTrue(
        PeerDecisions.met(peer, QueueLab.KEY, PinOrigin.FIRST_SEEN, true, NOW).isEmpty(),
        "what is known is not stored again");
    assertTrue(PeerDecisions.trusted(Bytes.EMPTY, NOW).isEmpty());
  }

  @Test
  void theLongestReportFitsItsBound() {
    RemoteDomain.NewMail mail = QueueLab.mail(1, true);
    RemoteDomain.NewMail longest =
        new RemoteDomain.NewMail(
            mail.mid(), 1, mail.sections(), mail.source(), "\u20ac".repeat(2000), true, "");
    QueueState state = QueueState.EMPTY.apply(decisions.queued(QueueState.EMPTY, longest, NOW));
    QueueEvent.Failure failure = new QueueEvent.Failure(1, "\ud83d\udce7".repeat(10_000));
    state = state.apply(new QueueEvent.Failed(List.of(failure), true, NOW));
    ServerIdentity identity =
        new ServerIdentity(SigningKey.fromSeed(QueueLab.seed(3)), List.of(QueueLab.HOME));
    Bytes report =
        new BounceComposer(new CurrentIdentity(identity), QueueLab::half)
            .failure(
                state.undelivered().get(0),
                new BounceComposer.Originator(QueueLab.ALICE, QueueLab.ALICE_KEY.publicKey()),
                NOW)
            .encode();
    assertTrue(report.length() < 4096, "bytes: " + report.length());
  }
}
