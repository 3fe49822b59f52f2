package cmtp.persistence.journal;

import cmtp.persistence.content.ContentStore;
import cmtp.persistence.engine.MailStore;
import cmtp.persistence.mailbox.Decision;
import cmtp.persistence.mailbox.MailboxState;
import cmtp.persistence.testing.TestEngine;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Store, contents and an actor system with the real journal, on one store. */
final class TestNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MailStore store;
  private final ActorSystem<SpawnProtocol.Command> system;

  private TestNode(MailStore store) {
    this.store = store;
    system =
        ActorSystem.create(
            SpawnProtocol.create(),
            "test",
            ActorSystemSetup.create(
                BootstrapSetup.create(
                    ConfigFactory.parseString(
                            "pekko.loglevel = WARNING, pekko.log-dead-letters = off,"
                                + " pekko.persistence.max-concurrent-recoveries = 50")
                        .withFallback(store.journal())
                        .withFallback(ConfigFactory.load())),
                store.journalSetup()));
  }

  static TestNode start(Path directory) {
    return start(TestEngine.sqlite(directory));
  }

  static TestNode start(TestEngine engine) {
    return new TestNode(engine.open());
  }

  MailStore store() {
    return store;
  }

  ContentStore content() {
    return store.contents();
  }

  ActorRef<TestMailbox.Command> mailbox(String id) {
    return mailbox(id, 1000);
  }

  ActorRef<TestMailbox.Command> mailbox(String id, int snapshotEvery) {
    CompletionStage<ActorRef<TestMailbox.Command>> spawned =
        AskPattern.ask(
            system,
            replyTo ->
                new SpawnProtocol.Spawn<>(
                    TestMailbox.create(id, snapshotEvery), "", Props.empty(), replyTo),
            PATIENCE,
            system.scheduler());
    return spawned.toCompletableFuture().join();
  }

  CompletionStage<MailboxState> wish(
      ActorRef<TestMailbox.Command> mailbox, Function<MailboxState, Decision> decide) {
    return AskPattern.ask(
        mailbox, replyTo -> new TestMailbox.Wish(decide, replyTo), PATIENCE, system.scheduler());
  }

  MailboxState state(ActorRef<TestMailbox.Command> mailbox) {
    CompletionStage<MailboxState> state =
        AskPattern.ask(mailbox, TestMailbox.Get::new, PATIENCE, system.scheduler());
    return state.toCompletableFuture().join();
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
    store.close();
  }
}
