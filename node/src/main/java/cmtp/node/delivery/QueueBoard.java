package cmtp.node.delivery;

import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Knows which domains' queues have work, because each tells it so, and puts one question to all of
 * them. Keeps nothing else, and nothing on the disk.
 */
public final class QueueBoard {
  public sealed interface Command {}

  /** The domain's queue has work from now on. */
  public record Working(DomainName domain) implements Command {}

  /** ... or has none any more. */
  public record Resting(DomainName domain) implements Command {}

  public record GetSummaries(ActorRef<Summaries> replyTo) implements Command {}

  /**
   * @param complete whether every queue answered in time
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

  private QueueBoard() {}
}
