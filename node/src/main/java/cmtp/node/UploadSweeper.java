package cmtp.node;

import cmtp.node.delivery.RemoteDomain;
import cmtp.node.delivery.RemoteDomains;
import cmtp.node.mailbox.Mailbox;
import cmtp.node.mailbox.Mailboxes;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.address.InvalidAddressException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * After a start, finds the bytes of messages that an earlier run took in and may never have
 * acknowledged. The mailbox or the queue that they were for is asked: what it holds is confirmed,
 * the rest removed. Works through one owner after the other, until nothing is left; what can't be
 * answered now is left for later.
 */
public final class UploadSweeper {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** All that the sweeper needs of the content store. */
  public interface Uploads {
    /** Uploads that an earlier run left, by the persistence id of their owner. */
    CompletionStage<Map<String, Set<Long>>> pending();

    CompletionStage<?> confirm(Set<Long> contentIds);

    CompletionStage<?> abort(Set<Long> contentIds);
  }

  public sealed interface Command {}

  private record Pending(Map<String, Set<Long>> byOwner) implements Command {}

  private record Answered(Set<Long> held) implements Command {}

  private enum Swept implements Command {
    INSTANCE
  }

  private enum Look implements Command {
    INSTANCE
  }

  private record GaveUp(String reason) implements Command {}

  /**
   * @param again after which time to look again, because other processes may end while this one
   *     runs; zero for never
   */
  public static Behavior<Command> create(
      Uploads uploads, Mailboxes mailboxes, RemoteDomains domains, Duration again) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Sweeping(context, timers, uploads, mailboxes, domains, again)));
  }

  private UploadSweeper() {}

  private static final class Sweeping extends AbstractBehavior<Command> {
    private final TimerScheduler<Command> timers;
    private final Uploads uploads;
    private final Mailboxes mailboxes;
    private final RemoteDomains domains;
    private final Duration again;
    private final ActorRef<Mailbox.Held> mailboxReplies;
    private final ActorRef<RemoteDomain.Held> queueReplies;
    private final Map<String, Set<Long>> waiting = new HashMap<>();
    private Set<Long> asked = Set.of();
    private int confirmed;
    private int removed;

    Sweeping(
        ActorContext<Command> context,
        TimerScheduler<Command> timers,
        Uploads uploads,
        Mailboxes mailboxes,
        RemoteDomains domains,
        Duration again) {
      super(context);
      this.again = again;
      this.timers = timers;
      this.uploads = uploads;
      this.mailboxes = mailboxes;
      this.domains = domains;
      this.mailboxReplies =
          context.messageAdapter(Mailbox.Held.class, held -> new Answered(held.contentIds()));
      this.queueReplies =
          context.messageAdapter(RemoteDomain.Held.class, held -> new Answered(held.contentIds()));
      look();
    }

    private void look() {
      ActorRef<Command> self = getContext().getSelf();
      uploads
          .pending()
          .whenComplete(
              (byOwner, failure) ->
                  self.tell(
                      failure == null
                          ? new Pending(byOwner)
                          : new GaveUp(String.valueOf(failure.getMessage()))));
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(Pending.class, this::onPending)
          .onMessage(Answered.class, this::onAnswered)
          .onMessageEquals(Swept.INSTANCE, this::onSwept)
          .onMessageEquals(Look.INSTANCE, this::onLook)
          .onMessage(GaveUp.class, this::onGaveUp)
          .build();
    }

    private Behavior<Command> onPending(Pending message) {
      message.byOwner().keySet().stream()
          .filter(owner -> question(owner).isEmpty())
          .forEach(owner -> getContext().getLog().warn("uploads of nobody: {}", owner));
      waiting.putAll(message.byOwner());
      waiting.keySet().removeIf(owner -> question(owner).isEmpty());
      return next();
    }

    private Behavior<Command> next() {
      if (waiting.isEmpty()) {
        return confirmed + removed == 0 ? rest() : finished();
      }
      String owner = waiting.keySet().iterator().next();
      asked = waiting.remove(owner);
      timers.startSingleTimer(new GaveUp("no answer from " + owner), PATIENCE);
      question(owner).orElseThrow().run();
      return this;
    }

    /** How the owner with this persistence id is asked; empty if nobody can have it. */
    private Optional<Runnable> question(String owner) {
      int bar = Math.max(0, owner.indexOf('|'));
      String kind = owner.substring(0, bar);
      String name = owner.substring(Math.min(owner.length(), bar + 1));
      try {
        if (kind.equals(Mailbox.KIND)) {
          Address address = Address.parse(name);
          return Optional.of(
              () -> mailboxes.tell(address, new Mailbox.WhichAreHeld(asked, mailboxReplies)));
        }
        if (kind.equals(RemoteDomain.KIND)) {
          DomainName domain = DomainName.parse(name);
          return Optional.of(
              () -> domains.tell(domain, new RemoteDomain.WhichAreHeld(asked, queueReplies)));
        }
        return Optional.empty();
      } catch (InvalidAddressException nobody) {
        return Optional.empty();
      }
    }

    private Behavior<Command> finished() {
      getContext()
          .getLog()
          .info("uploads left by an earlier run: {} confirmed, {} removed", confirmed, removed);
      return rest();
    }

    private Behavior<Command> rest() {
      if (again.isZero()) {
        return Behaviors.stopped();
      }
      confirmed = 0;
      removed = 0;
      timers.startSingleTimer(Look.INSTANCE, again);
      return this;
    }

    private Behavior<Command> onLook() {
      look();
      return this;
    }

    private Behavior<Command> onAnswered(Answered message) {
      timers.cancelAll();
      Set<Long> held = message.held();
      Set<Long> orphans = new HashSet<>(asked);
      orphans.removeAll(held);
      confirmed += held.size();
      removed += orphans.size();
      ActorRef<Command> self = getContext().getSelf();
      uploads
          .confirm(held)
          .thenCompose(done -> uploads.abort(orphans))
          .whenComplete(
              (done, failure) ->
                  self.tell(
                      failure == null
                          ? Swept.INSTANCE
                          : new GaveUp(String.valueOf(failure.getMessage()))));
      return this;
    }

    private Behavior<Command> onSwept() {
      if (waiting.isEmpty()) {
        look(); // there may be more than one answer can hold
        return this;
      }
      return next();
    }

    private Behavior<Command> onGaveUp(GaveUp message) {
      getContext().getLog().warn("left uploads for later: {}", message.reason());
      waiting.clear();
      return rest();
    }
  }
}
