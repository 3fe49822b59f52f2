package cmtp.node.delivery;

import cmtp.persistence.mailbox.Sections;
import cmtp.persistence.queue.Backoff;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.PinOrigin;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.typed.PersistenceId;

/**
 * The queue of one foreign domain and what is known of its node, event-sourced; one actor in the
 * whole cluster.
 */
public final class RemoteDomain {
  /** What its persistence ids begin with, before the bar. */
  public static final String KIND = "RemoteDomain";

  public sealed interface Command {}

  /** What a queue tells itself. */
  non-sealed interface Internal extends Command {}

  /** Stop now, whatever there is to do: it is done after the next start. */
  public enum Stop implements Command {
    INSTANCE
  }

  /** Nothing but a reason to start. */
  public enum Start implements Command {
    INSTANCE
  }

  /** Would a message of this size be taken? Nothing is stored. */
  public record Check(Optional<MessageId> mid, long sizeBytes, ActorRef<Reply> replyTo)
      implements Command {}

  /** A message whose bytes are in the content store, on its way into the queue. */
  public record NewMail(
      MessageId mid,
      long contentId,
      Sections sections,
      String source,
      String destination,
      boolean proven,
      String hop) {}

  /** Answered {@link Queued} only after the message is on stable storage. */
  public record Enqueue(NewMail mail, ActorRef<Reply> replyTo) implements Command {}

  /**
   * A message that went out from here came back, or its copy did: it fails, and its originator is
   * told. Answered {@link Queued} when that is on stable storage, {@link Known} if it has failed
   * already.
   */
  public record TakeBack(NewMail mail, ActorRef<Reply> replyTo) implements Command {}

  public sealed interface Reply {}

  /** The queue has it, or would take it. */
  public enum Queued implements Reply {
    INSTANCE
  }

  /** The queue has this message, or had it lately: success, and nothing is stored (SPEC 5.2). */
  public enum Known implements Reply {
    INSTANCE
  }

  /** The queue is full; transient. */
  public record Refused(String reason) implements Reply {}

  /** Which of these contents does the queue refer to? */
  public record WhichAreHeld(Set<Long> contentIds, ActorRef<Held> replyTo) implements Command {
    public WhichAreHeld {
      contentIds = Set.copyOf(contentIds);
    }
  }

  public record Held(Set<Long> contentIds) {
    public Held {
      contentIds = Set.copyOf(contentIds);
    }
  }

  public record GetPeer(ActorRef<PeerKnowledge> replyTo) implements Command {}

  /** A handshake outside the queue's own connections showed who the domain's node is. */
  public record PeerMet(Bytes key, PinOrigin origin, boolean x1) implements Command {}

  /** ... or that it has another key than the pinned one. */
  public record PeerDisputed(Bytes offered) implements Command {}

  /**
   * The domain's node was heard of, proven by a hop entry under this key: if mail waits for it, now
   * is a good time.
   */
  public record Contact(Bytes key) implements Command {}

  public record GetSummary(ActorRef<Summary> replyTo) implements Command {}

  /** What the domain's queue is doing. */
  public enum Activity {
    /** Nothing waits, or only what is held back. */
    IDLE,
    /** Mail is being delivered, or about to be. */
    ACTIVE,
    /** The next dial has to wait. */
    BACKING_OFF,
    /** By the operator. */
    PAUSED,
    /** The domain's node has another key than the pinned one. */
    KEY_DISPUTED
  }

  /**
   * @param waiting messages, the held ones included
   * @param oldestMs when the oldest waiting message was accepted; 0 if there is none
   * @param byReason how many messages wait for which reason; at most 20 reasons, "" for none yet
   * @param ages how many messages are younger than 1 min, 10 min, 1 h, 4 h, 1 d, 5 d, or older
   */
  public record Summary(
      DomainName domain,
      Activity activity,
      int waiting,
      int held,
      long bytes,
      long oldestMs,
      int connections,
      int window,
      Backoff backoff,
      PeerKnowledge peer,
      List<ReasonCount> byReason,
      List<Integer> ages) {
    public Summary {
      byReason = List.copyOf(byReason);
      ages = List.copyOf(ages);
    }
  }

  public record ReasonCount(String reason, int count) {}

  /**
   * Lists waiting messages as they came.
   *
   * @param afterId 0 from the beginning
   * @param limit 1 to 500
   * @param source only messages submitted by this account's session; empty: all
   */
  public record ListMail(long afterId, int limit, Optional<String> source, ActorRef<Mails> replyTo)
      implements Command {}

  /** The message with this mid, if it waits. */
  public record FindMail(MessageId mid, ActorRef<Mails> replyTo) implements Command {}

  /**
   * A message that waits, for people.
   *
   * @param nextAttemptMs 0 if it is held back
   */
  public record Mail(
      DomainName domain,
      long id,
      MessageId mid,
      String source,
      String destination,
      long bytes,
      long acceptedMs,
      long attempts,
      String reason,
      long nextAttemptMs,
      boolean held,
      boolean inDelivery) {}

  /**
   * @param more whether the listing was cut
   */
  public record Mails(List<Mail> mails, boolean more) {
    public Mails {
      mails = List.copyOf(mails);
    }
  }

  /** What operators and originators do to messages; {@code mids} empty means all that wait. */
  public sealed interface Intervention extends Command {
    ActorRef<Changed> replyTo();
  }

  /** Try now. */
  public record Retry(List<MessageId> mids, ActorRef<Changed> replyTo) implements Intervention {}

  public record Hold(List<MessageId> mids, ActorRef<Changed> replyTo) implements Intervention {}

  public record Release(List<MessageId> mids, ActorRef<Changed> replyTo) implements Intervention {}

  /**
   * Give up.
   *
   * @param silently without telling the originator
   */
  public record Drop(List<MessageId> mids, boolean silently, ActorRef<Changed> replyTo)
      implements Intervention {}

  /** The originator takes its own message back; not once it is in delivery. */
  public record Cancel(MessageId mid, String source, ActorRef<Changed> replyTo)
      implements Intervention {}

  public record Pause(ActorRef<Changed> replyTo) implements Intervention {}

  public record Resume(ActorRef<Changed> replyTo) implements Intervention {}

  /** Pins this key, whatever was pinned before. */
  public record Trust(Bytes key, ActorRef<Changed> replyTo) implements Intervention {}

  /**
   * Stored.
   *
   * @param count of the messages that were changed
   */
  public record Changed(int count) {}

  /**
   * @param shard told when the queue has nothing to do and may leave memory; it then answers Stop
   * @param restart brings the queue back if there is work after all when Stop comes
   */
  public static Behavior<Command> create(
      DomainName domain,
      DeliveryServices services,
      ActorRef<ClusterSharding.ShardCommand> shard,
      Runnable restart) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new DomainQueue(context, timers, domain, services, shard, restart)));
  }

  public static PersistenceId persistenceId(DomainName domain) {
    return PersistenceId.of(KIND, domain.value());
  }

  private RemoteDomain() {}
}
