package cmtp.node.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class KeyDirectoryTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Address BOB = Address.parse("bob@b.example");
  private static final Address CAROL = Address.parse("carol@c.example");
  private static final RemoteKeys.Answer FOUND =
      new RemoteKeys.Found(List.of(Bytes.utf8("a record")), Bytes.EMPTY);
  private static final RemoteKeys.Answer NONE = new RemoteKeys.NoKey("no such account");

  private final BlockingQueue<Question> asked = new LinkedBlockingQueue<>();
  private final TestProbe<RemoteKeys.Answer> probe = KIT.createTestProbe();
  private final SetClock clock = new SetClock();

  private record Question(Address address, CompletableFuture<RemoteKeys.Answer> answer) {}

  private static final class SetClock extends Clock {
    private volatile long now = 1_000_000;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }
  }

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  private ActorRef<KeyDirectory.Command> directory(int entries, int lookups, long timeoutMs) {
    KeySettings settings =
        new KeySettings(
            Duration.ofSeconds(100),
            Duration.ofSeconds(10),
            entries,
            lookups,
            Duration.ofMillis(timeoutMs));
    return KIT.spawn(KeyDirectory.create(this::find, settings, clock));
  }

  private ActorRef<KeyDirectory.Command> directory() {
    return directory(100, 10, 60_000);
  }

  private CompletionStage<RemoteKeys.Answer> find(Address address) {
    Question question = new Question(address, new CompletableFuture<>());
    asked.add(question);
    return question.answer();
  }

  private Question nextQuestion() throws InterruptedException {
    Question question = asked.poll(20, TimeUnit.SECONDS);
    if (question == null) {
      throw new AssertionError("nobody was asked");
    }
    return question;
  }

  private void ask(ActorRef<KeyDirectory.Command> directory, Address address) {
    directory.tell(new KeyDirectory.Find(address, probe.getRef()));
  }

  private void learn(
      ActorRef<KeyDirectory.Command> directory, Address address, RemoteKeys.Answer answer)
      throws InterruptedException {
    ask(directory, address);
    nextQuestion().answer().complete(answer);
    assertEquals(answer, probe.receiveMessage());
  }

  @Test
  void remembersAKeyForItsTime() throws InterruptedException {
    ActorRef<KeyDirectory.Command> directory = directory();
    learn(directory, BOB, FOUND);
    clock.now += 99_999;
    ask(directory, BOB);
    assertEquals(FOUND, probe.receiveMessage());
    assertEquals(0, asked.size());
    clock.now += 1;
    learn(directory, BOB, NONE);
  }

  @Test
  void remembersForAShorterTimeThatThereIsNone() throws InterruptedException {
    ActorRef<KeyDirectory.Command> directory = directory();
    learn(directory, BOB, NONE);
    clock.now += 9_999;
    ask(directory, BOB);
    assertEquals(NONE, probe.receiveMessage());
    clock.now += 1;
    learn(directory, BOB, FOUND);
  }

  @Test
  void doesNotRememberThatItCouldNotBeTold() throws InterruptedException {
    ActorRef<KeyDirectory.Command> directory = directory();
    learn(directory, BOB, new RemoteKeys.Unavailable("no answer"));
    learn(directory, BOB, FOUND);
  }

  @Test
  void forgetsWhatWasNotAskedForTheLongest() throws InterruptedException {
    ActorRef<KeyDirectory.Command> directory = directory(2, 10, 60_000);
    learn(directory, BOB, FOUND);
    learn(directory, CAROL, FOUND);
    ask(directory, BOB);
    probe.receiveMessage();
    learn(directory, Address.parse("dave@d.example"), FOUND);
    ask(directory, BOB);
    assertEquals(FOUND, probe.receiveMessage());
    learn(directory, CAROL, FOUND);
  }

  @Test
  void remembersNothingWithoutRoom() throws InterruptedException {
    ActorRef<KeyDirectory.Command> directory = directory(0, 10, 60_000);
    learn(directory, BOB, FOUND);
    learn(directory, BOB, FOUND);
  }

  @Test
  void asksEqualQuestionsOnce() throws InterruptedException {
    ActorRef<KeyDirectory.Command> directory = directory();
    for (int i = 0; i < 5; i++) {
      ask(directory, BOB);
    }
    ask(directory, CAROL);
    Question bob = nextQuestion();
    Question carol = nextQuestion();
    assertEquals(BOB, bob.address());
    assertEquals(CAROL, carol.address());
    assertEquals(0, asked.size());
    bob.answer().complete(FOUND);
    for (int i = 0; i < 5; i++) {
      assertEquals(FOUND, probe.receiveMessage());
    }
    carol.answer().complete(NONE);
    assertEquals(NONE, probe.receiveMessage());
  }

  @Test
  void refusesMoreQuestionsThanItMayAskAtOnce() throws InterruptedException {
    ActorRef<KeyDirectory.Command> directory = directory(100, 1, 60_000);
    ask(directory, BOB);
    ask(directory, CAROL);
    assertInstanceOf(RemoteKeys.Unavailable.class, probe.receiveMessage());
    nextQuestion().answer().complete(FOUND);
    assertEquals(FOUND, probe.receiveMessage());
    learn(directory, CAROL, FOUND);
  }

  @Test
  void waitsNoLongerThanItsTimeOutButLearnsFromALateAnswer() throws InterruptedException {
    ActorRef<KeyDirectory.Command> directory = directory(100, 1, 100);
    ask(directory, BOB);
    Question question = nextQuestion();
    assertInstanceOf(RemoteKeys.Unavailable.class, probe.receiveMessage());
    question.answer().complete(FOUND);
    ask(directory, BOB);
    assertEquals(FOUND, probe.receiveMessage());
    assertEquals(0, asked.size());
  }

  @Test
  void survivesAQuestionThatFails() throws InterruptedException {
    ActorRef<KeyDirectory.Command> directory = directory();
    ask(directory, BOB);
    nextQuestion().answer().completeExceptionally(new IllegalStateException("broken"));
    assertInstanceOf(RemoteKeys.Unavailable.class, probe.receiveMessage());
    learn(directory, BOB, FOUND);
  }
}
