package cmtp.simulations.sim.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.Test;

class VirtualSystemTest {
  private final VirtualTime time = new VirtualTime();
  private final List<String> seen = new ArrayList<>();

  private static final class NoSetup extends Setup {}

  private ActorSystem<String> start(Behavior<String> guardian) {
    return VirtualSystem.create(time, 1, guardian, ConfigFactory.empty(), new NoSetup());
  }

  @Test
  void actorsRunOnTheDrivingThreadWhenItDrives() {
    Thread driver = Thread.currentThread();
    ActorSystem<String> system =
        start(
            Behaviors.receiveMessage(
                message -> {
                  seen.add(message + (Thread.currentThread() == driver));
                  return Behaviors.same();
                }));
    system.tell("driven ");
    assertEquals(List.of(), seen);
    time.settle();
    assertEquals(List.of("driven true"), seen);
  }

  @Test
  void timersAreEventsOfVirtualTime() {
    start(
        Behaviors.withTimers(
            timers -> {
              timers.startTimerWithFixedDelay("tick", Duration.ofHours(1));
              return Behaviors.receiveMessage(
                  tick -> {
                    seen.add(tick + " " + time.elapsed().toHours());
                    return Behaviors.same();
                  });
            }));
    time.runTo(Duration.ofHours(3));
    assertEquals(List.of("tick 1", "tick 2", "tick 3"), seen);
  }

  @Test
  void streamsRunWithoutThreads() {
    ActorSystem<String> system = start(Behaviors.ignore());
    VirtualSystem.driven(
        time,
        () ->
            Source.tick(Duration.ZERO, Duration.ofSeconds(1), "tick")
                .take(3)
                .runWith(
                    Sink.foreach(tick -> seen.add(tick + " at " + time.elapsed().toSeconds())),
                    system));
    time.runTo(Duration.ofSeconds(10));
    assertEquals(List.of("tick at 0", "tick at 1", "tick at 2"), seen);
  }

  private long restartOfSeed(long seed) {
    VirtualTime own = new VirtualTime();
    List<Long> starts = new ArrayList<>();
    Behavior<String> failing =
        Behaviors.setup(
            context -> {
              starts.add(own.nowNanos());
              return Behaviors.receiveMessage(
                  message -> {
                    throw new IllegalStateException("as asked");
                  });
            });
    ActorSystem<String> system =
        VirtualSystem.create(
            own,
            seed,
            Behaviors.setup(
                context -> {
                  ActorRef<String> child =
                      context.spawn(
                          Behaviors.supervise(failing)
                              .onFailure(
                                  SupervisorStrategy.restartWithBackoff(
                                          Duration.ofSeconds(1), Duration.ofSeconds(9), 0.5)
                                      .withLoggingEnabled(false)),
                          "child");
                  return Behaviors.receiveMessage(
                      message -> {
                        child.tell(message);
                        return Behaviors.same();
                      });
                }),
            ConfigFactory.empty(),
            new NoSetup());
    system.tell("fail");
    own.runTo(Duration.ofSeconds(5));
    return starts.get(1);
  }

  @Test
  void whatTheLibraryScattersRepeatsWithTheSeed() {
    ThreadLocalRandom.current().nextLong();
    long first = restartOfSeed(1);
    assertEquals(first, restartOfSeed(1));
    assertNotEquals(first, restartOfSeed(2));
  }
}
