package cmtp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndingTest {
  private static final Config LOCAL =
      ConfigFactory.parseString(
              "pekko.actor.provider = local, pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off")
          .withFallback(ConfigFactory.load());

  private final CountDownLatch stuck = new CountDownLatch(1);
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private final Ending ending = new Ending(Duration.ofMillis(300));
  private final ActorSystem<Void> system = ActorSystem.create(neverStops(), "ending", LOCAL);

  private Behavior<Void> neverStops() {
    return Behaviors.receive(Void.class)
        .onSignal(
            PostStop.class,
            stop -> {
              stuck.await();
              return Behaviors.same();
            })
        .build();
  }

  @AfterEach
  void letGo() {
    stuck.countDown();
    system.terminate();
  }

  private String awaitEnd() throws Exception {
    ending.onEnd(end::complete);
    return end.get(20, TimeUnit.SECONDS);
  }

  @Test
  void whoIsEvictedEndsThoughItsActorsDoNot() throws Exception {
    ending.watch(system);
    ending.evict(system, "taken for dead");
    assertEquals("taken for dead", awaitEnd());
  }

  @Test
  void whoIsDownedEndsThoughItsActorsDoNot() throws Exception {
    ending.watch(system);
    CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.clusterDowningReason());
    assertEquals(
        "it was removed from the cluster: cut off from the majority of the processes, or silent",
        awaitEnd());
  }
}
