package cmtp.node.delivery;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Knows which domains' queues have work, because each tells it so, and puts one question to all of
 * them. Each process has one for its own queues; they find each other, and what one is asked it
 * asks all. Keeps nothing else, and nothing on the disk.
 */
public final class QueueBoard {
  /** Rows in one answer. */
  static final int ROWS_MAX = 500;

  /** How often the other processes are told which domains wait here, if that changed... */
  static final Duration NEWS = Duration.ofSeconds(1);

  /** ... and if it didn't, so that what was lost on the way does not stay lost. */
  static final int NEWS_ANYWAY = 10;

  public sealed interface Command {}

  /** The domain's queue has work from now on. */
  public record Working(DomainName domain, ActorRef<RemoteDomain.Command> queue)
      implements Command {}

  /** ... or has none any more. */
  public record Resting(DomainName domain) implements Command {}

  record Gone(DomainName domain, ActorRef<RemoteDomain.Command> queue) implements Command {}

  /**
   * @param complete whether all are reachable
   */
  record Boards(List<ActorRef<Command>> boards, boolean complete) implements Command {
    Boards {
      boards = List.copyOf(boards);
    }
  }

  enum Tell implements Command {
    INSTANCE
  }

  /** At most 500 domains, those with the oldest mail first. */
  public record GetSummaries(ActorRef<Summaries> replyTo) implements Command {}

  /** The same, of the asked board's own queues only. */
  public record GetOwnSummaries(ActorRef<Summaries> replyTo) implements Command {}

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

  /** The same, of the asked board's own queues only. */
  public record GatherOwnMail(Optional<String> source, int limit, ActorRef<Gathered> replyTo)
      implements Command {}

  /** Looks for a waiting message in all queues. */
  public record FindMail(MessageId mid, ActorRef<Gathered> replyTo) implements Command {}

  /** The same, in the asked board's own queues only. */
  public record FindOwnMail(MessageId mid, ActorRef<Gathered> replyTo) implements Command {}

  /**
   * @param complete whether every queue answered in time and nothing was cut off
   */
  public record Gathered(List<RemoteDomain.Mail> mails, boolean complete) {
    public Gathered {
      mails = List.copyOf(mails);
    }
  }

  /**
   * Which domains' mail waits in the process of this board; in place of what it said before.
   *
   * @param digest of the domains, see {@link DomainDigest}
   */
  public record WaitingHere(ActorRef<Command> board, Bytes digest) implements Command {}

  /** The only board of its node. */
  public static Behavior<Command> alone(WaitingDomainSet waiting) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new QueueBoards(context, timers, waiting)));
  }

  /**
   * The board of one process among several.
   *
   * @param waiting of this process; the board adds what waits in the others
   */
  public static Behavior<Command> amongOthers(WaitingDomainSet waiting) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new QueueBoards(context, timers, waiting).amongOthers()));
  }

  private QueueBoard() {}
}
