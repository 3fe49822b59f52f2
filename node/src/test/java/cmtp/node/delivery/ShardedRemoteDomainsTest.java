package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.persistence.engine.MailStore;
import cmtp.persistence.engine.SqliteMailStore;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues on the real store, in a cluster of one. */
class ShardedRemoteDomainsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;

  private final TestClock clock = new TestClock();
  private final BlockingQueue<String> dialled = new LinkedBlockingQueue<>();

  private record Action(Consumer<ActorContext<Action>> run) {}

  /** A node's queues; each ends like a process does, without telling them. */
  private final class Node implements AutoCloseable {
    final MailStore store;
    final ActorSystem<Action> system;
    final CompletableFuture<RemoteDomains> domains = new CompletableFuture<>();

    Node() {
      store = SqliteMailStore.open(directory, "run", clock);
      system =
          ActorSystem.create(
              root(),
              "queues",
              ActorSystemSetup.create(
                  BootstrapSetup.create(
                      ConfigFactory.parseString(
                              "pekko.coordinated-shutdown.run-by-actor-system-terminate = off")
                          .withFallback(ConfigFactory.parseResources("cmtp-pekko.conf"))
                          .withFallback(store.journal())
                          .withFallback(ConfigFactory.load())),
                  store.journalSetup()));
    }

    private Behavior<Action> root() {
      return Behaviors.setup(
          context -> {
            Cluster cluster = Cluster.get(context.getSystem());
            cluster.manager().tell(Join.create(cluster.selfMember().address()));
            DeliveryServices services =
                QueueLab.services(
                    clock,
                    context.spawn(OutboundGate.create(QueueLab.SETTINGS, clock), "gate"),
                    context.spawn(QueueBoard.alone(new WaitingDomainSet()), "board"),
                    (domain, peer, queue) -> {
                      dialled.add(domain.value());
                      return Behaviors.ignore();
                    });
            domains.complete(ShardedRemoteDomains.start(context.getSystem(), services));
            return Behaviors.receiveMessage(
                action -> {
                  action.run().accept(context);
                  return Behaviors.same();
                });
          });
    }

    RemoteDomain.Reply enqueue(int n) throws Exception {
      RemoteDomains all = domains.get(20, TimeUnit.SECONDS);
      CompletableFuture<RemoteDomain.Reply> answer = new CompletableFuture<>();
      system.tell(
          new Action(
              context ->
                  context.spawnAnonymous(
                      Question.create(
                          RemoteDomain.Reply.class,
                          replyTo ->
                              all.tell(
                                  QueueLab.DOMAIN,
                                  new RemoteDomain.Enqueue(QueueLab.mail(n, true), replyTo)),
                          PATIENCE,
                          reply -> answer.complete(reply.orElseThrow())))));
      return answer.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
      store.close();
    }
  }

  @Test
  void aQueueWithWorkComesBackWithoutBeingSpokenTo() throws Exception {
    try (Node node = new Node()) {
      assertEquals(RemoteDomain.Queued.INSTANCE, node.enqueue(1));
      assertEquals("far.example", dialled.poll(20, TimeUnit.SECONDS));
    }
    clock.pass(Duration.ofSeconds(60));
    try (Node node = new Node()) {
      assertEquals("far.example", dialled.poll(20, TimeUnit.SECONDS));
      assertEquals(RemoteDomain.Known.INSTANCE, node.enqueue(1));
    }
  }
}
