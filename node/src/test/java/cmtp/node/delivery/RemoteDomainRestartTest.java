package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.mailbox.Mailbox;
import cmtp.persistence.mailbox.Refusal;
import cmtp.persistence.queue.QueueEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A crash in each state: what is pending is done again, once. */
class RemoteDomainRestartTest {
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

  @Test
  void aDialThatWasRecordedIsNotRepeatedBeforeItsTime() {
    lab.enqueue(1, 1);
    lab.opened();
    lab.restart();
    assertEquals(1, lab.summary().backoff().failures());
    lab.opened.expectNoMessage(MOMENT);
    lab.pass(Duration.ofSeconds(60));
    lab.opened();
    lab.opened.expectNoMessage(MOMENT);
  }

  @Test
  void mailInFlightIsDueAgain() {
    lab.enqueue(1, 1);
    lab.opened().met();
    lab.given();
    lab.restart();
    lab.pass(Duration.ofSeconds(60));
    lab.opened().met();
    assertEquals(List.of(1L), lab.given().ids());
  }

  @Test
  void aReportComposedAndNotDeliveredIsDeliveredUnderTheSameMid() {
    List<String> mids = new CopyOnWriteArrayList<>();
    lab.mailbox =
        mail -> {
          mids.add(mail.mid().toString());
          return new Mailbox.Refused(Refusal.OVER_QUOTA);
        };
    drop();
    lab.eventually(() -> assertEquals(1, mids.size()));
    lab.mailbox =
        mail -> {
          mids.add(mail.mid().toString());
          return new Mailbox.Stored(1);
        };
    lab.restart();
    lab.eventually(() -> assertEquals(2, mids.size()));
    assertEquals(mids.get(0), mids.get(1));
    lab.eventually(() -> assertTrue(lab.stored().composed().isEmpty()));
    lab.restart();
    lab.summary();
    lab.opened.expectNoMessage(MOMENT);
    assertEquals(2, mids.size(), "settled is settled");
    assertEquals(1, lab.events(QueueEvent.ReportComposed.class).size());
  }

  @Test
  void aReportThatTheMailboxKnowsIsSettled() {
    lab.mailbox = mail -> new Mailbox.Refused(Refusal.DUPLICATE);
    drop();
    lab.eventually(() -> assertEquals(1, lab.events(QueueEvent.ReportSettled.class).size()));
    lab.eventually(() -> assertTrue(lab.reports.isEmpty(), "the second copy is removed"));
  }

  @Test
  void anUndeliverableMessageIsReportedOnce() {
    lab.tell(RemoteDomain.Stop.INSTANCE);
    List<QueueEvent> before = new ArrayList<>();
    long now = lab.clock.millis();
    before.add(
        new QueueDecisions(QueueLab.SETTINGS, () -> 0.5)
            .queued(cmtp.persistence.queue.QueueState.EMPTY, QueueLab.mail(1, true), now));
    before.add(
        new QueueEvent.Failed(List.of(new QueueEvent.Failure(1, "no such account")), true, now));
    lab.opened.expectTerminated(lab.queue());
    lab.journal.persistForRecovery(
        RemoteDomain.persistenceId(QueueLab.DOMAIN).id(), new ArrayList<Object>(before));
    lab.start();
    lab.eventually(() -> assertEquals(1, lab.inbox.size()));
    lab.eventually(() -> assertEquals(List.of(1L), lab.deleted));
    lab.restart();
    lab.summary();
    assertEquals(1, lab.inbox.size());
  }

  @Test
  void garbageThatCouldNotBeDeletedIsDeletedAfterTheNextStart() {
    lab.deletes = false;
    lab.change(RemoteDomain.Pause::new);
    lab.enqueue(1, 1);
    lab.change(ref -> new RemoteDomain.Drop(List.of(), true, ref));
    lab.eventually(() -> assertEquals(List.of(1L), lab.notDeleted));
    lab.deletes = true;
    lab.restart();
    lab.eventually(() -> assertTrue(lab.stored().garbageIds().isEmpty()));
    assertEquals(List.of(1L), lab.deleted);
  }

  @Test
  void eventsBehindSnapshotsAreDeletedAndNothingIsLost() {
    lab.enqueue(1, 2);
    TestProbe<RemoteDomain.Changed> replies = lab.kit.createTestProbe();
    for (int round = 0; round < 13; round++) {
      for (int n = 0; n < 500; n++) {
        lab.tell(
            n % 2 == 0
                ? new RemoteDomain.Pause(replies.ref())
                : new RemoteDomain.Resume(replies.ref()));
      }
      for (int n = 0; n < 500; n++) {
        replies.receiveMessage();
      }
    }
    lab.eventually(() -> assertTrue(lab.events().size() < 5000, "events: " + lab.events().size()));
    lab.restart();
    assertEquals(2, lab.summary().waiting());
    assertEquals(RemoteDomain.Known.INSTANCE, lab.enqueue(QueueLab.mail(2, true)));
  }

  private void drop() {
    lab.change(RemoteDomain.Pause::new);
    lab.enqueue(1, 1);
    lab.change(ref -> new RemoteDomain.Drop(List.of(), false, ref));
  }
}
