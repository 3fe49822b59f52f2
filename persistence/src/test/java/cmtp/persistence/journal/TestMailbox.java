package cmtp.persistence.journal;

import cmtp.persistence.mailbox.Decision;
import cmtp.persistence.mailbox.MailboxEvent;
import cmtp.persistence.mailbox.MailboxState;
import java.time.Duration;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;

/** As much of an entity as it takes to store events: answers with the state after them. */
final class TestMailbox
    extends EventSourcedBehavior<TestMailbox.Command, MailboxEvent, MailboxState> {

  sealed interface Command {}

  record Wish(Function<MailboxState, Decision> decide, ActorRef<MailboxState> replyTo)
      implements Command {}

  record Get(ActorRef<MailboxState> replyTo) implements Command {}

  private final int snapshotEvery;

  private TestMailbox(String id, int snapshotEvery) {
    super(
        PersistenceId.ofUniqueId(id),
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(50), Duration.ofSeconds(1), 0.1));
    this.snapshotEvery = snapshotEvery;
  }

  static Behavior<Command> create(String id, int snapshotEvery) {
    return new TestMailbox(id, snapshotEvery);
  }

  @Override
  public MailboxState emptyState() {
    return MailboxState.EMPTY;
  }

  @Override
  public CommandHandler<Command, MailboxEvent, MailboxState> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(Wish.class, this::onWish)
        .onCommand(Get.class, (state, get) -> Effect().reply(get.replyTo(), state))
        .build();
  }

  private Effect<MailboxEvent, MailboxState> onWish(MailboxState state, Wish wish) {
    return wish.decide().apply(state) instanceof Decision.Accepted accepted
        ? Effect().persist(accepted.events()).thenReply(wish.replyTo(), after -> after)
        : Effect().reply(wish.replyTo(), state);
  }

  @Override
  public EventHandler<MailboxState, MailboxEvent> eventHandler() {
    return MailboxState::apply;
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(snapshotEvery, 2).withDeleteEventsOnSnapshot();
  }
}
