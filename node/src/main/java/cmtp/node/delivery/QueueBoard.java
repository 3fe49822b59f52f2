package cmtp.node.delivery;

import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Knows which domains' queues have work, because each tells it so, and puts one question to all of
 * them. Keeps nothing else, and nothing on the disk.
 */
public final class QueueBoard {
  /** Rows in one answer. */
  static final int ROWS_MAX = 500;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  public sealed interface Command {}

  /** The domain's queue has work from now on. */
  public record Working(DomainName domain, ActorRef<RemoteDomain.Command> queue)
      implements Command {}

  /** ... or has none any more. */
  public record Resting(DomainName domain) implements Command {}

  private record Gone(DomainName domain, ActorRef<RemoteDomain.Command> queue) implements Command {}

  /** At most 500 domains, those with the oldest mail first. */
  public record GetSummaries(ActorRef<Summaries> replyTo) implements Command {}

  /**
   * @param complete whether every queue answered in time and nothing was cut off
   */
  public record Summaries(List<RemoteDomain.Summary> summaries, boolean complete) {
    public Summaries {
      summaries = List.copyOf(summaries);
    }
  }

  /**
   * The oldest waiting messages of all queues.
   *
   * @param source only messages submitted by this account's session; empty: all
   * @param limit 1 to 500
   */
  public record GatherMail(Optional<String> source, int limit, ActorRef<Gathered> replyTo)
      implements Command {}

  /** Looks for a waiting message in all queues. */
  public record FindMail(MessageId mid, ActorRef<Gathered> replyTo) implements Command {}

  /**
   * @param complete whether every queue answered in time and nothing was cut off
   */
  public record Gathered(List<RemoteDomain.Mail> mails, boolean complete) {
    public Gathered {
      mails = List.copyOf(mails);
    }
  }

  public static Behavior<Command> create() {
    return Behaviors.setup(Board::new);
  }

  private QueueBoard() {}

  private static final class Board extends AbstractBehavior<Command> {
    private final Map<DomainName, ActorRef<RemoteDomain.Command>> queues =
        new TreeMap<>(Comparator.comparing(DomainName::value));

    Board(ActorContext<Command> context) {
      super(context);
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(Working.class, this::onWorking)
          .onMessage(Resting.class, message -> forget(message.domain()))
          .onMessage(Gone.class, this::onGone)
          .onMessage(GetSummaries.class, this::onGetSummaries)
          .onMessage(GatherMail.class, this::onGatherMail)
          .onMessage(FindMail.class, this::onFindMail)
          .build();
    }

    private Behavior<Command> onWorking(Working message) {
      ActorRef<RemoteDomain.Command> before = queues.put(message.domain(), message.queue());
      if (!message.queue().equals(before)) {
        Optional.ofNullable(before).ifPresent(getContext()::unwatch);
        getContext().watchWith(message.queue(), new Gone(message.domain(), message.queue()));
      }
      return this;
    }

    private Behavior<Command> forget(DomainName domain) {
      Optional.ofNullable(queues.remove(domain)).ifPresent(getContext()::unwatch);
      return this;
    }

    private Behavior<Command> onGone(Gone message) {
      queues.remove(message.domain(), message.queue());
      return this;
    }

    private Behavior<Command> onGetSummaries(GetSummaries message) {
      return gather(
          Gathering.all(
              RemoteDomain.Summary.class,
              RemoteDomain.GetSummary::new,
              summary -> new Gathering.Part<>(List.of(summary), false),
              Comparator.comparingLong(QueueBoard::sinceMs),
              ROWS_MAX,
              (rows, complete) -> message.replyTo().tell(new Summaries(rows, complete))));
    }

    private Behavior<Command> onGatherMail(GatherMail message) {
      int limit = Math.max(1, Math.min(message.limit(), ROWS_MAX));
      return gather(
          Gathering.all(
              RemoteDomain.Mails.class,
              replyTo -> new RemoteDomain.ListMail(0, limit, message.source(), replyTo),
              mails -> new Gathering.Part<>(mails.mails(), mails.more()),
              Comparator.comparingLong(RemoteDomain.Mail::acceptedMs),
              limit,
              (rows, complete) -> message.replyTo().tell(new Gathered(rows, complete))));
    }

    private Behavior<Command> onFindMail(FindMail message) {
      return gather(
          Gathering.all(
              RemoteDomain.Mails.class,
              replyTo -> new RemoteDomain.FindMail(message.mid(), replyTo),
              mails -> new Gathering.Part<>(mails.mails(), mails.more()),
              Comparator.comparingLong(RemoteDomain.Mail::acceptedMs),
              ROWS_MAX,
              (rows, complete) -> message.replyTo().tell(new Gathered(rows, complete))));
    }

    private <A, T> Behavior<Command> gather(Gathering.Plan<A, T> plan) {
      getContext().spawnAnonymous(Gathering.create(plan, List.copyOf(queues.values()), PATIENCE));
      return this;
    }
  }

  /** A queue without waiting mail comes last. */
  private static long sinceMs(RemoteDomain.Summary summary) {
    return summary.oldestMs() == 0 ? Long.MAX_VALUE : summary.oldestMs();
  }
}
