package cmtp.node.delivery;

import cmtp.node.peer.Dialer;
import cmtp.node.peer.PeerEvent;
import cmtp.node.peer.PeerSettings;
import cmtp.node.routing.DomainResolver;
import cmtp.node.routing.Resolution;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.PinOrigin;
import cmtp.persistence.queue.QueuedMail;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.time.Clock;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * One connection to a domain's node: delivers what its queue hands it until there is no more. It
 * ends by itself whatever the peer does: every wait has its time in the connection.
 *
 * <pre>
 *   queue spawns it  -> finds, connects, makes sure of the peer -> Met            (or Ended)
 *   Work(mails)      -> each mail in order                      -> Done(outcomes) (and so on)
 *   Finish           -> closes                                  -> Ended(OVER)
 * </pre>
 */
public final class DeliveryAttempt {
  /** What the queue tells a connection. */
  public sealed interface Command {}

  /** Deliver these, in order; comes after Met, and then after each Done. */
  public record Work(List<QueuedMail> mails) implements Command {
    public Work {
      mails = List.copyOf(mails);
    }
  }

  /** There is nothing more to deliver. */
  public enum Finish implements Command {
    INSTANCE
  }

  /** What a connection tells its queue. */
  public sealed interface Progress {
    ActorRef<Command> attempt();
  }

  /**
   * The peer is the domain's node, proven as far as it can be; it waits for Work.
   *
   * @param key its server key; empty for a legacy peer that has none we could check
   */
  public record Met(ActorRef<Command> attempt, Bytes key, PinOrigin origin, boolean x1)
      implements Progress {}

  /** One outcome for each mail of the Work that was dealt with; it waits for more Work. */
  public record Done(ActorRef<Command> attempt, List<Outcome> outcomes) implements Progress {
    public Done {
      outcomes = List.copyOf(outcomes);
    }
  }

  /**
   * The connection is over and the actor stops. Mails of the last Work that no outcome names were
   * not touched.
   *
   * @param outcomes of the last Work, as far as there are any
   */
  public record Ended(ActorRef<Command> attempt, List<Outcome> outcomes, End end)
      implements Progress {
    public Ended {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** Why a connection is over. */
  public sealed interface End {}

  /** It did what it was asked. */
  public enum Over implements End {
    INSTANCE
  }

  /** Could not be made, or broke: transient. */
  public record Broken(String reason) implements End {}

  /** Mail for this domain can't ever be delivered this way. */
  public record Hopeless(String reason) implements End {}

  /** The peer showed another key than the pinned one, without a statement by that one. */
  public record KeyDisputed(Bytes offered, String reason) implements End {}

  /** Where the domain's node may be. */
  record Resolved(Resolution resolution) implements Command {}

  /** What the connection tells. */
  record FromPeer(PeerEvent event) implements Command {}

  /** The beginning of a message, or why it could not be read. */
  record ContentRead(QueuedMail mail, Bytes bytes, Throwable failure) implements Command {}

  /** The receipts are kept, or could not be. */
  record Noted(Throwable failure) implements Command {}

  /** What every connection needs. */
  public record Parts(
      DomainResolver resolver,
      Dialer dialer,
      MailSource mails,
      TraceStore traces,
      PeerSettings settings,
      SecureRandomBytes random,
      Clock clock) {}

  /** Connections made of these parts. */
  public static Attempts attempts(Parts parts) {
    return (domain, peer, queue) -> create(parts, domain, peer, queue);
  }

  private static Behavior<Command> create(
      Parts parts, DomainName domain, PeerKnowledge peer, ActorRef<Progress> queue) {
    return Behaviors.setup(context -> new Meeting(context, parts, domain, peer, queue).start());
  }

  private DeliveryAttempt() {}
}
