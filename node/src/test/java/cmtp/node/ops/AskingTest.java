package cmtp.node.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AskingTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void givesTheAnswerAndLeavesNobodyBehind() {
    AtomicReference<ActorRef<String>> asker = new AtomicReference<>();
    String answer =
        Asking.<ActorRef<String>, String>answer(
            replyTo -> {
              asker.set(replyTo);
              replyTo.tell("yes");
            },
            replyTo -> replyTo,
            Duration.ofSeconds(10),
            KIT.system());
    assertEquals("yes", answer);
    KIT.createTestProbe().expectTerminated(asker.get());
  }

  @Test
  void leavesNobodyBehindWhereNoAnswerComes() {
    AtomicReference<ActorRef<String>> asker = new AtomicReference<>();
    assertThrows(
        AdminException.class,
        () ->
            Asking.<ActorRef<String>, String>answer(
                asker::set, replyTo -> replyTo, Duration.ofSeconds(1), KIT.system()));
    KIT.createTestProbe().expectTerminated(asker.get());
  }
}
