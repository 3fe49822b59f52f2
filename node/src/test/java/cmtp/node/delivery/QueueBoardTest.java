package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.address.DomainName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueBoardTest {
  private final ActorTestKit kit =
      ActorTestKit.create(
          com.typesafe.config.ConfigFactory.parseString("pekko.actor.provider = local")
              .withFallback(com.typesafe.config.ConfigFactory.load()));
  private final ActorRef<QueueBoard.Command> board =
      kit.spawn(QueueBoard.alone(new WaitingDomainSet()));

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private static DomainName domain(int n) {
    return DomainName.parse("d" + n + ".example");
  }

  /** A queue with one message, accepted at {@code n}. */
  private ActorRef<RemoteDomain.Command> queue(int n) {
    RemoteDomain.Mail mail =
        new RemoteDomain.Mail(
            domain(n), 1, QueueLab.mid(n), "a@b.c", "d@e.f", 1, n, 0, "", 0, false, false);
    return kit.spawn(
        Behaviors.receiveMessage(
            message -> {
              if (message instanceof RemoteDomain.ListMail list) {
                list.replyTo().tell(new RemoteDomain.Mails(List.of(mail), false));
              } else if (message instanceof RemoteDomain.FindMail find) {
                find.replyTo()
                    .tell(
                        new RemoteDomain.Mails(
                            find.mid().equals(mail.mid()) ? List.of(mail) : List.of(), false));
              }
              return Behaviors.same();
            }));
  }

  private QueueBoard.Gathered gather(int limit) {
    TestProbe<QueueBoard.Gathered> probe = kit.createTestProbe();
    board.tell(new QueueBoard.GatherMail(Optional.empty(), limit, probe.ref()));
    return probe.receiveMessage(Duration.ofSeconds(8));
  }

  @Test
  void gathersTheOldestMailOfAllQueues() {
    for (int n = 40; n >= 1; n--) {
      board.tell(new QueueBoard.Working(domain(n), queue(n)));
    }
    QueueBoard.Gathered few = gather(3);
    assertEquals(List.of(1L, 2L, 3L), few.mails().stream().map(m -> m.acceptedMs()).toList());
    assertFalse(few.complete());
    assertTrue(gather(40).complete());
  }

  @Test
  void findsAMessageWhereverItWaits() {
    for (int n = 1; n <= 3; n++) {
      board.tell(new QueueBoard.Working(domain(n), queue(n)));
    }
    TestProbe<QueueBoard.Gathered> probe = kit.createTestProbe();
    board.tell(new QueueBoard.FindMail(QueueLab.mid(2), probe.ref()));
    QueueBoard.Gathered found = probe.receiveMessage();
    assertEquals(domain(2), found.mails().get(0).domain());
    assertTrue(found.complete());
  }

  @Test
  void saysThatItIsNotCompleteWhenAQueueIsSilent() {
    board.tell(new QueueBoard.Working(domain(1), queue(1)));
    TestProbe<RemoteDomain.Command> silent = kit.createTestProbe();
    board.tell(new QueueBoard.Working(domain(2), silent.ref()));
    QueueBoard.Gathered gathered = gather(10);
    assertEquals(1, gathered.mails().size());
    assertFalse(gathered.complete());
  }

  @Test
  void asksNobodyThatRestsOrEnded() {
    ActorRef<RemoteDomain.Command> ending = queue(1);
    board.tell(new QueueBoard.Working(domain(1), ending));
    TestProbe<RemoteDomain.Command> resting = kit.createTestProbe();
    board.tell(new QueueBoard.Working(domain(2), resting.ref()));
    board.tell(new QueueBoard.Resting(domain(2)));
    kit.stop(ending);
    QueueBoard.Gathered none = gather(10);
    assertTrue(none.mails().isEmpty());
    resting.expectNoMessage(Duration.ofMillis(50));
  }
}
