package cmtp.node.session;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RepeatedQuestionTest {
  private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
  private static final ManualTime TIME = ManualTime.get(KIT.system());
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration MOMENT = Duration.ofMillis(10);

  private final TestProbe<String> questions = KIT.createTestProbe();
  private final TestProbe<Integer> answers = KIT.createTestProbe();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private ActorRef<Object> asking() {
    ActorRef<Object> asking =
        KIT.spawn(
            RepeatedQuestion.create(
                Integer.class,
                (answer, again) -> answers.ref().tell(again ? -answer : answer),
                PATIENCE));
    asking.tell(new RepeatedQuestion.Ask(() -> questions.ref().tell("?")));
    questions.expectMessage("?");
    return asking;
  }

  @Test
  void asksAgainWhatWasLostLessAndLessOften() {
    asking();
    for (int seconds : List.of(1, 2, 3, 4, 4)) {
      TIME.expectNoMessageFor(Duration.ofSeconds(seconds).minus(MOMENT), questions);
      TIME.timePasses(MOMENT);
      questions.expectMessage("?");
    }
  }

  @Test
  void tellsWhoAskedOnce() {
    asking().tell(1);
    answers.expectMessage(1);
  }

  @Test
  void handsOnTheFirstAnswerAndNoOther() {
    ActorRef<Object> asking = asking();
    TIME.timePasses(Duration.ofSeconds(1));
    questions.expectMessage("?");
    asking.tell(1);
    asking.tell(2);
    answers.expectMessage(-1);
    TIME.expectNoMessageFor(PATIENCE, answers, questions);
  }

  @Test
  void endsWithItsPatience() {
    ActorRef<Object> asking = asking();
    TIME.timePasses(PATIENCE);
    answers.expectTerminated(asking);
  }
}
