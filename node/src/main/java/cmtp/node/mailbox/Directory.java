package cmtp.node.mailbox;

import cmtp.persistence.directory.DirectoryEvent;
import cmtp.persistence.directory.DirectoryState;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.record.RecordChain;
import cmtp.protocol.record.ServerRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;

/**
 * The names of one served domain's accounts, and the server's own records; event-sourced, one actor
 * in the whole cluster. A name is listed before its mailbox is made, so that a crash between the
 * two leaves a visible name without an account, never an account that no list shows.
 */
public final class Directory
    extends EventSourcedBehaviorWithEnforcedReplies<
        Directory.Command, DirectoryEvent, DirectoryState> {
  private static final int NAMES_MAX = 1000;

  public sealed interface Command {}

  public record ListName(AccountName name, ActorRef<Reply> replyTo) implements Command {}

  public record UnlistName(AccountName name, ActorRef<Reply> replyTo) implements Command {}

  /**
   * At most 1,000 names, in order.
   *
   * @param after only names behind this one; empty: from the first
   */
  public record GetNames(Optional<AccountName> after, ActorRef<Reply> replyTo) implements Command {}

  public record GetRecords(ActorRef<Reply> replyTo) implements Command {}

  /** Stores the first {@code srv} record, unless there is one. */
  public record BeginRecords(Bytes serverRecord, ActorRef<Reply> replyTo) implements Command {}

  /** Adds the next {@code srv} record to the chain; the newest one again changes nothing. */
  public record AppendRecord(Bytes serverRecord, ActorRef<Reply> replyTo) implements Command {}

  /** Begins the chain anew with a record of seq 0: peers that know the old one can't follow. */
  public record RestartRecords(Bytes serverRecord, ActorRef<Reply> replyTo) implements Command {}

  public sealed interface Reply {}

  public enum Done implements Reply {
    INSTANCE
  }

  /** The directory holds as many names as it can. */
  public enum Full implements Reply {
    INSTANCE
  }

  /**
   * @param more whether there are names behind these
   */
  public record Names(List<AccountName> names, boolean more) implements Reply {
    public Names {
      names = List.copyOf(names);
    }
  }

  /** The {@code srv} records, newest first. */
  public record Records(DomainName domain, List<Bytes> newestFirst) implements Reply {
    public Records {
      newestFirst = List.copyOf(newestFirst);
    }
  }

  /** The record does not continue the chain, or is none of this domain's; nothing was stored. */
  public record StaleRecord(DomainName domain) implements Reply {}

  private final DomainName domain;
  private final Clock clock;

  public static Behavior<Command> create(DomainName domain, Clock clock) {
    return Behaviors.setup(context -> new Directory(domain, clock));
  }

  private Directory(DomainName domain, Clock clock) {
    super(
        PersistenceId.of("Directory", domain.value()),
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(500), Duration.ofSeconds(10), 0.2));
    this.domain = domain;
    this.clock = clock;
  }

  @Override
  public DirectoryState emptyState() {
    return DirectoryState.EMPTY;
  }

  @Override
  public EventHandler<DirectoryState, DirectoryEvent> eventHandler() {
    return DirectoryState::apply;
  }

  @Override
  public CommandHandlerWithReply<Command, DirectoryEvent, DirectoryState> commandHandler() {
    return newCommandHandlerWithReplyBuilder()
        .forAnyState()
        .onCommand(ListName.class, this::onListName)
        .onCommand(UnlistName.class, this::onUnlistName)
        .onCommand(GetNames.class, this::onGetNames)
        .onCommand(GetRecords.class, this::onGetRecords)
        .onCommand(BeginRecords.class, this::onBeginRecords)
        .onCommand(AppendRecord.class, this::onAppendRecord)
        .onCommand(RestartRecords.class, this::onRestartRecords)
        .build();
  }

  private ReplyEffect<DirectoryEvent, DirectoryState> onListName(
      DirectoryState state, ListName command) {
    if (state.lists(command.name())) {
      return Effect().reply(command.replyTo(), Done.INSTANCE);
    }
    if (state.isFull()) {
      return Effect().reply(command.replyTo(), Full.INSTANCE);
    }
    return Effect()
        .persist(new DirectoryEvent.AccountListed(command.name(), clock.millis()))
        .thenReply(command.replyTo(), after -> Done.INSTANCE);
  }

  private ReplyEffect<DirectoryEvent, DirectoryState> onUnlistName(
      DirectoryState state, UnlistName command) {
    if (!state.lists(command.name())) {
      return Effect().reply(command.replyTo(), Done.INSTANCE);
    }
    return Effect()
        .persist(new DirectoryEvent.AccountUnlisted(command.name(), clock.millis()))
        .thenReply(command.replyTo(), after -> Done.INSTANCE);
  }

  private ReplyEffect<DirectoryEvent, DirectoryState> onGetNames(
      DirectoryState state, GetNames command) {
    List<AccountName> names = new ArrayList<>();
    for (DirectoryState.Listed listed : state.listedAfter(command.after())) {
      if (names.size() == NAMES_MAX) {
        return Effect().reply(command.replyTo(), new Names(names, true));
      }
      names.add(listed.name());
    }
    return Effect().reply(command.replyTo(), new Names(names, false));
  }

  private ReplyEffect<DirectoryEvent, DirectoryState> onGetRecords(
      DirectoryState state, GetRecords command) {
    return Effect().reply(command.replyTo(), records(state));
  }

  private ReplyEffect<DirectoryEvent, DirectoryState> onBeginRecords(
      DirectoryState state, BeginRecords command) {
    if (!state.records().isEmpty()) {
      return Effect().reply(command.replyTo(), Done.INSTANCE);
    }
    return Effect()
        .persist(new DirectoryEvent.ServerRecordPut(command.serverRecord(), clock.millis()))
        .thenReply(command.replyTo(), after -> Done.INSTANCE);
  }

  private ReplyEffect<DirectoryEvent, DirectoryState> onAppendRecord(
      DirectoryState state, AppendRecord command) {
    if (state.record().equals(Optional.of(command.serverRecord()))) {
      return Effect().reply(command.replyTo(), records(state));
    }
    List<Bytes> longer = new ArrayList<>(state.records());
    longer.add(0, command.serverRecord());
    boolean continues =
        RecordChain.ofServers(longer)
            .filter(chain -> chain.newest().domain().equals(domain))
            .isPresent();
    return store(
        continues,
        new DirectoryEvent.ServerRecordPut(command.serverRecord(), clock.millis()),
        command.replyTo());
  }

  private ReplyEffect<DirectoryEvent, DirectoryState> onRestartRecords(
      DirectoryState state, RestartRecords command) {
    if (state.record().equals(Optional.of(command.serverRecord()))) {
      return Effect().reply(command.replyTo(), records(state));
    }
    boolean begins =
        ServerRecord.parse(command.serverRecord())
            .filter(record -> record.isFirst() && record.domain().equals(domain))
            .isPresent();
    return store(
        begins,
        new DirectoryEvent.ServerRecordsBegun(command.serverRecord(), clock.millis()),
        command.replyTo());
  }

  private ReplyEffect<DirectoryEvent, DirectoryState> store(
      boolean fits, DirectoryEvent event, ActorRef<Reply> replyTo) {
    return fits
        ? Effect().persist(event).thenReply(replyTo, this::records)
        : Effect().reply(replyTo, new StaleRecord(domain));
  }

  private Records records(DirectoryState state) {
    return new Records(domain, state.records());
  }
}
