package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.queue.PinOrigin;
import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.trace.TraceKind;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.SigningKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteDomainTest {
  private static final Bytes OTHER_KEY = SigningKey.fromSeed(QueueLab.seed(8)).publicKey().bytes();
  private static final Duration MOMENT = Duration.ofMillis(100);

  private QueueLab lab;

  @BeforeEach
  void start() {
    lab = new QueueLab();
    lab.start();
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private static Outcome delivered(long id) {
    return new Outcome.Delivered(id, true);
  }

  private static Outcome[] delivered(List<Long> ids) {
    return ids.stream().map(RemoteDomainTest::delivered).toArray(Outcome[]::new);
  }

  private static List<Long> ids(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private void waits(int count) {
    lab.eventually(() -> assertEquals(count, lab.summary().waiting()));
  }

  @Test
  void queuesOnlyWhatItDoesNotKnow() {
    assertEquals(RemoteDomain.Queued.INSTANCE, lab.enqueue(QueueLab.mail(1, true)));
    assertEquals(RemoteDomain.Known.INSTANCE, lab.enqueue(QueueLab.mail(1, true)));
    QueueLab.Opened connection = lab.opened();
    connection.met();
    assertEquals(List.of(1L), lab.given().ids());
    connection.done(delivered(1));
    waits(0);
    assertEquals(RemoteDomain.Known.INSTANCE, lab.enqueue(QueueLab.mail(1, true)));
    assertEquals(1, lab.events(QueueEvent.MailQueued.class).size());
    assertEquals(1, lab.traced(TraceKind.QUEUED));
  }

  @Test
  void storesWhatComesTogetherTogether() {
    TestProbe<RemoteDomain.Reply> replies = lab.kit.createTestProbe();
    for (int n = 1; n <= 100; n++) {
      lab.tell(new RemoteDomain.Enqueue(QueueLab.mail(n, true), replies.ref()));
    }
    for (int n = 1; n <= 100; n++) {
      assertEquals(RemoteDomain.Queued.INSTANCE, replies.receiveMessage());
    }
    List<QueueEvent.MailQueued> events = lab.events(QueueEvent.MailQueued.class);
    assertTrue(events.size() <= 20, "events: " + events.size());
    assertEquals(100, lab.stored().size());
  }

  @Test
  void refusesWhatIsTooMuchCountingWhatIsNotStoredYet() {
    TestProbe<RemoteDomain.Reply> replies = lab.kit.createTestProbe();
    for (int n = 1; n <= 1001; n++) {
      lab.tell(new RemoteDomain.Enqueue(QueueLab.mail(n, true), replies.ref()));
    }
    int refused = 0;
    for (int n = 1; n <= 1001; n++) {
      refused += replies.receiveMessage() instanceof RemoteDomain.Refused ? 1 : 0;
    }
    assertEquals(1, refused);
    assertEquals(1000, lab.stored().size());
  }

  @Test
  void storesTheDialBeforeItIsMade() {
    lab.enqueue(1, 1);
    lab.opened();
    QueueEvent.DialStarted dial = lab.events(QueueEvent.DialStarted.class).get(0);
    assertEquals(lab.clock.millis() + 60_000, dial.retryMs());
  }

  @Test
  void handsOutInOrderAndPinsTheKeyFirst() {
    lab.enqueue(1, 12);
    QueueLab.Opened connection = lab.opened();
    connection.met();
    assertEquals(ids(1, 10), lab.given().ids());
    assertEquals(QueueLab.KEY, lab.stored().peer().key());
    connection.done(delivered(ids(1, 10)));
    assertEquals(ids(11, 12), lab.given().ids());
    connection.done(delivered(ids(11, 12)));
    waits(0);
    lab.eventually(() -> assertEquals(12, lab.deleted.size()));
    lab.eventually(() -> assertTrue(lab.stored().garbageIds().isEmpty()));
  }

  @Test
  void opensMoreConnectionsOnlyFromOneThatWorks() {
    lab.enqueue(1, 100);
    QueueLab.Opened first = lab.opened();
    first.met();
    List<Long> ids = lab.given().ids();
    lab.opened.expectNoMessage(MOMENT);
    first.done(delivered(ids));
    QueueLab.Opened second = lab.opened();
    lab.opened.expectNoMessage(MOMENT);
    second.met();
    Set<Long> busy = new HashSet<>(lab.given().ids());
    busy.addAll(lab.given().ids());
    assertEquals(20, busy.size(), "no message is given to two connections");
    lab.eventually(() -> assertEquals(2, lab.summary().connections()));
  }

  @Test
  void halvesTheWindowWhenAConnectionBreaksAtWork() {
    lab.enqueue(1, 60);
    QueueLab.Opened connection = lab.opened();
    connection.met();
    for (int n = 0; n < 3; n++) {
      connection.done(delivered(lab.given().ids()));
    }
    lab.eventually(() -> assertEquals(4, lab.summary().window()));
    connection.broken("reset", new Outcome.Interrupted(31, "reset"));
    lab.eventually(() -> assertEquals(2, lab.summary().window()));
    lab.eventually(() -> assertEquals(1, lab.events(QueueEvent.Deferred.class).size()));
    QueueEvent.Deferred deferred = lab.events(QueueEvent.Deferred.class).get(0);
    assertEquals(31, deferred.deferrals().get(0).id());
    assertFalse(deferred.reached());
    assertEquals(0, lab.summary().backoff().failedDials());
  }

  @Test
  void keepsAnIdleConnectionForAWhileAndUsesItAtOnce() {
    lab.enqueue(1, 1);
    QueueLab.Opened connection = lab.opened();
    connection.met();
    connection.done(delivered(lab.given().ids()));
    waits(0);
    lab.pass(Duration.ofSeconds(9));
    lab.enqueue(2, 2);
    assertEquals(List.of(2L), lab.given().ids());
    connection.done(delivered(2));
    waits(0);
    lab.finished.expectNoMessage(MOMENT);
    lab.pass(Duration.ofSeconds(10));
    assertEquals(connection.ref(), lab.finished.receiveMessage());
  }

  @Test
  void aDialThatFailsKeepsTheRecordedBackoff() {
    lab.enqueue(1, 1);
    lab.opened().broken("no route");
    lab.eventually(() -> assertEquals("no route", lab.summary().backoff().reason()));
    assertEquals(RemoteDomain.Activity.BACKING_OFF, lab.summary().activity());
    assertTrue(lab.waiting.waits(QueueLab.DOMAIN));
    lab.pass(Duration.ofSeconds(59));
    lab.opened.expectNoMessage(MOMENT);
    lab.pass(Duration.ofSeconds(1));
    lab.opened();
    assertEquals(2, lab.summary().backoff().failures());
  }

  @Test
  void aConnectionThatCrashesIsAFailedDial() {
    lab.enqueue(1, 1);
    lab.opened().ref().tell(DeliveryAttempt.Finish.INSTANCE); // it ends without a word
    lab.eventually(() -> assertEquals(1, lab.summary().backoff().failedDials()));
  }

  @Test
  void aConnectionThatTakesNothingIsAFailedDial() {
    lab.enqueue(1, 1);
    QueueLab.Opened connection = lab.opened();
    connection.met();
    lab.given();
    connection.ended(DeliveryAttempt.Over.INSTANCE);
    lab.eventually(() -> assertEquals(1, lab.summary().backoff().failedDials()));
    lab.opened.expectNoMessage(MOMENT);
  }

  @Test
  void aMessagePutOffWaitsAloneAndARefusedOneIsReported() {
    lab.enqueue(1, 3);
    QueueLab.Opened connection = lab.opened();
    connection.met();
    lab.given();
    connection.done(
        new Outcome.Deferred(1, "mailbox full"),
        new Outcome.Failed(2, "no such account"),
        delivered(3));
    waits(1);
    lab.eventually(() -> assertEquals(1, lab.inbox.size()));
    assertEquals("@home.example", lab.inbox.get(0).source());
    assertEquals(1, lab.confirmed.size());
    lab.eventually(() -> assertTrue(lab.stored().composed().isEmpty()));
    lab.pass(Duration.ofSeconds(60));
    QueueLab.Opened second = lab.opened();
    second.met();
    assertEquals(List.of(1L), lab.given().ids());
  }

  @Test
  void nobodyIsToldOfMailThatNobodyProvedToHaveSent() {
    lab.enqueue(QueueLab.mail(1, false));
    RemoteDomain.NewMail report = QueueLab.mail(2, true);
    lab.enqueue(
        new RemoteDomain.NewMail(
            report.mid(),
            2,
            report.sections(),
            "@home.example",
            report.destination(),
            true,
            "X1 hop"));
    QueueLab.Opened connection = lab.opened();
    connection.met();
    lab.given();
    connection.done(new Outcome.Failed(1, "no"));
    lab.given();
    connection.done(new Outcome.Failed(2, "no"));
    waits(0);
    lab.eventually(() -> assertEquals(2, lab.traced(TraceKind.FAILED)));
    lab.pass(Duration.ofMinutes(1));
    assertEquals(0, lab.inbox.size());
    assertTrue(lab.events(QueueEvent.ReportComposed.class).isEmpty());
  }

  private RemoteDomain.Reply takeBack(int n) {
    TestProbe<RemoteDomain.Reply> replies = lab.kit.createTestProbe();
    lab.tell(new RemoteDomain.TakeBack(QueueLab.mail(n, true), replies.ref()));
    return replies.receiveMessage();
  }

  @Test
  void whatWentOutAndCameBackFailsAndItsOriginatorIsTold() {
    lab.enqueue(1, 1);
    QueueLab.Opened connection = lab.opened();
    connection.met();
    connection.done(delivered(lab.given().ids()));
    waits(0);
    assertEquals(RemoteDomain.Queued.INSTANCE, takeBack(1));
    waits(0);
    lab.eventually(() -> assertEquals(1, lab.inbox.size()));
    lab.eventually(() -> assertEquals(1, lab.traced(TraceKind.FAILED)));
    lab.eventually(() -> assertFalse(lab.stored().hasWork()));
  }

  @Test
  void takesNothingBackThatIsStillOnItsWayOrHasFailedAlready() {
    lab.enqueue(1, 1);
    assertInstanceOf(RemoteDomain.Refused.class, takeBack(1));
    lab.mailbox =
        mail -> new cmtp.node.mailbox.Mailbox.Refused(cmtp.persistence.mailbox.Refusal.OVER_QUOTA);
    QueueLab.Opened connection = lab.opened();
    connection.met();
    lab.given();
    connection.done(new Outcome.Failed(1, "no"));
    waits(0);
    assertEquals(RemoteDomain.Known.INSTANCE, takeBack(1));
    assertEquals(1, lab.events(QueueEvent.Failed.class).size());
  }

  @Test
  void allMailFailsWhereTheDomainIsHopelessButWhatIsHeld() {
    lab.enqueue(1, 1);
    lab.opened().broken("not yet");
    lab.eventually(() -> assertEquals(1, lab.summary().backoff().failedDials()));
    lab.enqueue(2, 3);
    assertEquals(1, lab.change(ref -> new RemoteDomain.Hold(List.of(QueueLab.mid(2)), ref)));
    lab.pass(Duration.ofSeconds(60));
    lab.opened().ended(new DeliveryAttempt.Hopeless("takes no mail"));
    waits(1);
    lab.eventually(() -> assertEquals(2, lab.inbox.size()));
    assertEquals(1, lab.summary().held());
  }

  @Test
  void anotherKeyStopsEverythingUntilTheOperatorTrustsIt() {
    lab.enqueue(1, 1);
    QueueLab.Opened connection = lab.opened();
    connection.met();
    connection.done(delivered(lab.given().ids()));
    waits(0);
    connection.ended(DeliveryAttempt.Over.INSTANCE);
    lab.eventually(() -> assertEquals(0, lab.summary().connections()));
    lab.enqueue(2, 2);
    lab.opened().ended(new DeliveryAttempt.KeyDisputed(OTHER_KEY, "another key"));
    lab.eventually(
        () -> assertEquals(RemoteDomain.Activity.KEY_DISPUTED, lab.summary().activity()));
    lab.pass(Duration.ofHours(1));
    lab.opened.expectNoMessage(MOMENT);
    lab.change(ref -> new RemoteDomain.Trust(OTHER_KEY, ref));
    QueueLab.Opened trusted = lab.opened();
    assertEquals(OTHER_KEY, trusted.peer().key());
    assertEquals(PinOrigin.OPERATOR, trusted.peer().origin());
    trusted.met(OTHER_KEY);
    assertEquals(List.of(2L), lab.given().ids());
  }

  @Test
  void noMailIsGivenToAKeyThatAppearedBeforeThePinWasKnown() {
    lab.enqueue(1, 1);
    QueueLab.Opened connection = lab.opened();
    lab.tell(new RemoteDomain.PeerMet(OTHER_KEY, PinOrigin.FIRST_SEEN, true));
    connection.met();
    assertEquals(connection.ref(), lab.finished.receiveMessage());
    lab.given.expectNoMessage(MOMENT);
    lab.eventually(
        () -> assertEquals(RemoteDomain.Activity.KEY_DISPUTED, lab.summary().activity()));
  }

  @Test
  void aSignOfLifeEndsTheBackoffOnceInAWhile() {
    lab.enqueue(1, 1);
    lab.opened().broken("down");
    lab.eventually(() -> assertTrue(lab.waiting.waits(QueueLab.DOMAIN)));
    lab.tell(new RemoteDomain.Contact(QueueLab.KEY));
    lab.opened().broken("down");
    lab.eventually(() -> assertEquals(2, lab.summary().backoff().failedDials()));
    lab.tell(new RemoteDomain.Contact(QueueLab.KEY));
    lab.opened.expectNoMessage(MOMENT);
    lab.pass(Duration.ofSeconds(60));
    lab.tell(new RemoteDomain.Contact(QueueLab.KEY));
    lab.opened();
  }

  @Test
  void aSignOfLifeUnderAnotherKeyMeansNothing() {
    lab.tell(new RemoteDomain.PeerMet(QueueLab.KEY, PinOrigin.FIRST_SEEN, true));
    lab.enqueue(1, 1);
    lab.opened().broken("down");
    lab.eventually(() -> assertTrue(lab.waiting.waits(QueueLab.DOMAIN)));
    lab.tell(new RemoteDomain.Contact(OTHER_KEY));
    lab.opened.expectNoMessage(MOMENT);
  }

  @Test
  void nothingIsDialledWhilePaused() {
    lab.change(RemoteDomain.Pause::new);
    lab.enqueue(1, 1);
    lab.opened.expectNoMessage(MOMENT);
    assertEquals(RemoteDomain.Activity.PAUSED, lab.summary().activity());
    assertEquals(1, lab.change(RemoteDomain.Resume::new));
    lab.opened();
  }

  @Test
  void theOperatorRetriesAtOnce() {
    lab.enqueue(1, 2);
    lab.opened().broken("down");
    lab.eventually(() -> assertEquals(1, lab.summary().backoff().failedDials()));
    assertEquals(2, lab.change(ref -> new RemoteDomain.Retry(List.of(), ref)));
    lab.opened();
    assertEquals(0, lab.change(ref -> new RemoteDomain.Retry(List.of(QueueLab.mid(9)), ref)));
  }

  @Test
  void theOriginatorCancelsItsOwnMailButNotWhatIsInDelivery() {
    lab.enqueue(1, 11);
    lab.opened().met();
    lab.given();
    String alice = QueueLab.ALICE.toString();
    assertEquals(0, cancel(1, alice));
    assertEquals(0, cancel(11, "mallory@home.example"));
    assertEquals(1, cancel(11, alice));
    waits(10);
    assertEquals(1, lab.traced(TraceKind.DROPPED));
  }

  private int cancel(int n, String source) {
    return lab.change(ref -> new RemoteDomain.Cancel(QueueLab.mid(n), source, ref));
  }

  @Test
  void aDroppedMessageIsReportedUnlessSilently() {
    lab.change(RemoteDomain.Pause::new);
    lab.enqueue(1, 2);
    assertEquals(1, lab.change(ref -> new RemoteDomain.Drop(List.of(QueueLab.mid(1)), true, ref)));
    assertEquals(1, lab.change(ref -> new RemoteDomain.Drop(List.of(), false, ref)));
    lab.eventually(() -> assertEquals(1, lab.inbox.size()));
    assertEquals(0, lab.summary().waiting());
  }

  @Test
  void aReportForAFullMailboxIsTriedAgain() {
    lab.mailbox =
        mail -> new cmtp.node.mailbox.Mailbox.Refused(cmtp.persistence.mailbox.Refusal.OVER_QUOTA);
    lab.change(RemoteDomain.Pause::new);
    lab.enqueue(1, 1);
    lab.change(ref -> new RemoteDomain.Drop(List.of(), false, ref));
    lab.eventually(() -> assertEquals(1, lab.stored().composed().size()));
    lab.eventually(() -> assertTrue(lab.reports.isEmpty(), "its content is not left behind"));
    lab.mailbox = mail -> new cmtp.node.mailbox.Mailbox.Stored(1);
    lab.pass(Duration.ofSeconds(60));
    lab.eventually(() -> assertEquals(1, lab.inbox.size()));
    lab.eventually(() -> assertTrue(lab.stored().composed().isEmpty()));
  }

  @Test
  void nobodyIsToldWhoseAccountIsGone() {
    lab.account = cmtp.persistence.mailbox.Account.ABSENT;
    lab.change(RemoteDomain.Pause::new);
    lab.enqueue(1, 1);
    lab.change(ref -> new RemoteDomain.Drop(List.of(), false, ref));
    lab.eventually(() -> assertEquals(1, lab.events(QueueEvent.ReportSettled.class).size()));
    assertTrue(lab.stored().undeliverable().isEmpty());
    assertTrue(lab.events(QueueEvent.ReportComposed.class).isEmpty());
  }

  @Test
  void leavesMemoryWhenItHasNothingToDoAndNotBefore() {
    lab.enqueue(1, 1);
    QueueLab.Opened connection = lab.opened();
    connection.met();
    connection.done(delivered(lab.given().ids()));
    waits(0);
    lab.eventually(() -> assertTrue(lab.stored().garbageIds().isEmpty()));
    connection.ended(DeliveryAttempt.Over.INSTANCE);
    lab.eventually(() -> assertEquals(0, lab.summary().connections()));
    lab.pass(Duration.ofSeconds(179));
    lab.shard.expectNoMessage(MOMENT);
    lab.pass(Duration.ofSeconds(1));
    assertEquals(new ClusterSharding.Passivate<>(lab.queue()), lab.shard.receiveMessage());
    lab.tell(RemoteDomain.Stop.INSTANCE);
    lab.opened.expectTerminated(lab.queue());
    assertEquals(0, lab.restarts.get());
  }

  @Test
  void asksToComeBackIfMailCameWhileItWasToldToStop() {
    TestProbe<RemoteDomain.Reply> replies = lab.kit.createTestProbe();
    lab.tell(new RemoteDomain.Enqueue(QueueLab.mail(1, true), replies.ref()));
    lab.tell(RemoteDomain.Stop.INSTANCE);
    assertEquals(RemoteDomain.Queued.INSTANCE, replies.receiveMessage());
    lab.opened.expectTerminated(lab.queue());
    assertEquals(1, lab.restarts.get());
    assertEquals(1, lab.stored().size());
  }

  @Test
  void comesBackAfterAFailedPersistWithWhatIsStored() {
    lab.enqueue(1, 1);
    lab.opened();
    lab.journal.failNextPersisted(RemoteDomain.persistenceId(QueueLab.DOMAIN).id());
    TestProbe<RemoteDomain.Reply> replies = lab.kit.createTestProbe();
    lab.tell(new RemoteDomain.Enqueue(QueueLab.mail(2, true), replies.ref()));
    replies.expectNoMessage(MOMENT);
    lab.time.timePasses(Duration.ofSeconds(2));
    lab.eventually(() -> assertEquals(1, lab.summary().waiting()));
    assertEquals(RemoteDomain.Queued.INSTANCE, lab.enqueue(QueueLab.mail(2, true)));
    lab.opened.expectNoMessage(MOMENT);
    lab.pass(Duration.ofSeconds(60));
    lab.opened().met();
    assertEquals(ids(1, 2), lab.given().ids());
  }
}
