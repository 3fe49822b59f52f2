package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TwoProcesses;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Boards of two processes. */
class QueueBoardsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TwoProcesses both = new TwoProcesses();
  private final WaitingDomainSet waitingHere = new WaitingDomainSet();
  private final WaitingDomainSet waitingThere = new WaitingDomainSet();
  private final ActorRef<QueueBoard.Command> here =
      both.first.spawn(QueueBoard.amongOthers(waitingHere));
  private final ActorRef<QueueBoard.Command> there =
      both.second.spawn(QueueBoard.amongOthers(waitingThere));
  private final TestProbe<QueueBoard.Gathered> answers = both.first.createTestProbe();

  @AfterEach
  void stop() {
    both.close();
  }

  private static DomainName domain(int n) {
    return DomainName.parse("d" + n + ".example");
  }

  /** A queue of the second process with these messages. */
  private void queueThere(int n, List<RemoteDomain.Mail> mails) {
    ActorRef<RemoteDomain.Command> queue =
        both.second.spawn(
            Behaviors.receiveMessage(
                message -> {
                  if (message instanceof RemoteDomain.ListMail list) {
                    list.replyTo().tell(new RemoteDomain.Mails(mails, false));
                  } else if (message instanceof RemoteDomain.FindMail find) {
                    find.replyTo().tell(new RemoteDomain.Mails(mails, false));
                  }
                  return Behaviors.same();
                }));
    there.tell(new QueueBoard.Working(domain(n), queue));
  }

  private static RemoteDomain.Mail mail(int domain, long id, String text) {
    return new RemoteDomain.Mail(
        domain(domain), id, QueueLab.mid((int) id), text, text, 1, id, 0, text, 0, false, false);
  }

  private QueueBoard.Gathered gather() {
    here.tell(new QueueBoard.GatherMail(Optional.empty(), QueueBoard.ROWS_MAX, answers.ref()));
    return answers.receiveMessage(PATIENCE);
  }

  /** Asks until the boards have found each other. */
  private QueueBoard.Gathered gatherSome() {
    return answers.awaitAssert(
        PATIENCE,
        () -> {
          QueueBoard.Gathered gathered = gather();
          assertFalse(gathered.mails().isEmpty());
          return gathered;
        });
  }

  @Test
  void mailThatWaitsInAnotherProcessIsListedAndFound() {
    queueThere(1, List.of(mail(1, 1, "a@b.c")));
    QueueBoard.Gathered gathered = gatherSome();
    assertEquals(List.of(mail(1, 1, "a@b.c")), gathered.mails());
    assertTrue(gathered.complete());
    here.tell(new QueueBoard.FindMail(QueueLab.mid(1), answers.ref()));
    assertEquals(1, answers.receiveMessage(PATIENCE).mails().size());
  }

  @Test
  void theLongestRowsOfAnotherProcessArriveCut() {
    String longest = "x".repeat(511);
    queueThere(1, LongStream.rangeClosed(1, 500).mapToObj(id -> mail(1, id, longest)).toList());
    QueueBoard.Gathered gathered = gatherSome();
    assertFalse(gathered.complete());
    assertEquals(1, gathered.mails().get(0).id());
  }

  @Test
  void whatWaitsInOneProcessIsKnownInTheOther() {
    waitingThere.set(domain(1), true);
    answers.awaitAssert(
        PATIENCE,
        () -> {
          assertTrue(waitingHere.waits(domain(1)));
          return null;
        });
    assertFalse(waitingHere.waits(domain(2)));
    waitingThere.set(domain(1), false);
    answers.awaitAssert(
        PATIENCE,
        () -> {
          assertFalse(waitingHere.waits(domain(1)));
          return null;
        });
  }

  @Test
  void whatAProcessSaidIsForgottenWhenItIsGone() {
    waitingThere.set(domain(1), true);
    answers.awaitAssert(
        PATIENCE,
        () -> {
          assertTrue(waitingHere.waits(domain(1)));
          return null;
        });
    both.second.shutdownTestKit();
    answers.awaitAssert(
        PATIENCE,
        () -> {
          assertFalse(waitingHere.waits(domain(1)));
          return null;
        });
    assertTrue(gather().complete());
  }

  @Test
  void aLostWordIsSaidAgain() {
    WaitingDomainSet told = new WaitingDomainSet();
    waitingThere.set(domain(1), true);
    told.elsewhere(there, DomainDigest.of(waitingThere.digest()));
    told.keepElsewhere(List.of(here, there));
    assertTrue(told.waits(domain(1)));
    told.keepElsewhere(List.of(here));
    assertFalse(told.waits(domain(1)));
  }

  @Test
  void aDigestIsBoundedAndTakesAnyBytes() {
    List<DomainName> many = LongStream.range(0, 40_000).mapToObj(n -> domain((int) n)).toList();
    Bytes digest = DomainDigest.encode(many);
    assertEquals(4 * DomainDigest.DOMAINS_MAX, digest.length());
    assertFalse(DomainDigest.of(Bytes.hex("000102")).mayContain(domain(1)));
  }
}
