package cmtp.node.keys;

import cmtp.node.peer.Dialer;
import cmtp.node.peer.Handshake;
import cmtp.node.peer.Peer;
import cmtp.node.peer.PeerBook;
import cmtp.node.peer.PeerEvent;
import cmtp.node.routing.DomainResolver;
import cmtp.node.routing.Resolution;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Asks a foreign domain's node for a user's key: a connection, and an actor, for each question. */
public final class RemoteKeyLookup implements RemoteKeys {
  private sealed interface Command {}

  private record Resolved(Resolution resolution) implements Command {}

  private record FromPeer(PeerEvent event) implements Command {}

  private record Known(PeerKnowledge knowledge) implements Command {}

  private enum Late implements Command {
    INSTANCE
  }

  /**
   * What every question needs.
   *
   * @param timeout for a question, in all
   */
  public record Parts(
      DomainResolver resolver,
      Dialer dialer,
      PeerBook book,
      Duration timeout,
      SecureRandomBytes random,
      Clock clock) {}

  /** A question, and where its answer goes. */
  public record Question(Address address, CompletableFuture<Answer> answer) {}

  private final ActorRef<Question> askers;

  /**
   * @param askers running {@link #askers}
   */
  public RemoteKeyLookup(ActorRef<Question> askers) {
    this.askers = askers;
  }

  @Override
  public CompletionStage<Answer> find(Address address) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    askers.tell(new Question(address, answer));
    return answer;
  }

  /** The parent of all questions; how many there may be is the business of those who ask. */
  public static Behavior<Question> askers(Parts parts) {
    return Behaviors.setup(
        context ->
            Behaviors.receiveMessage(
                question -> {
                  context.spawnAnonymous(asking(parts, question));
                  return Behaviors.same();
                }));
  }

  private static Behavior<Command> asking(Parts parts, Question question) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startSingleTimer(Late.INSTANCE, parts.timeout());
                  return new Asking(context, parts, question.address(), question.answer()).start();
                }));
  }

  private static final class Asking extends AbstractBehavior<Command> {
    private final Parts parts;
    private final Address address;
    private final CompletableFuture<Answer> answer;
    private Handshake handshake;
    private Peer peer;
    private KeyQuestion question;

    Asking(
        ActorContext<Command> context,
        Parts parts,
        Address address,
        CompletableFuture<Answer> answer) {
      super(context);
      this.parts = parts;
      this.address = address;
      this.answer = answer;
    }

    Behavior<Command> start() {
      ActorRef<Command> self = getContext().getSelf();
      parts
          .resolver()
          .resolve(address.domain())
          .whenComplete((found, failure) -> self.tell(new Resolved(found)));
      return this;
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(Resolved.class, this::onResolved)
          .onMessage(FromPeer.class, this::onPeer)
          .onMessage(Known.class, this::onKnown)
          .onMessageEquals(Late.INSTANCE, this::onLate)
          .onSignal(PostStop.class, this::onStopped)
          .build();
    }

    private Behavior<Command> onResolved(Resolved message) {
      if (message.resolution() instanceof Resolution.NoSuchDomain none) {
        return end(new NoKey(none.reason()));
      }
      if (message.resolution() instanceof Resolution.Unresolved unresolved) {
        return end(new Unavailable(unresolved.reason()));
      }
      handshake =
          new Handshake(
              address.domain(),
              (Resolution.Found) message.resolution(),
              parts.dialer(),
              parts.random(),
              parts.clock(),
              getContext().messageAdapter(PeerEvent.class, FromPeer::new));
      handshake.start();
      return this;
    }

    private Behavior<Command> onPeer(FromPeer message) {
      return peer == null ? step(handshake.onEvent(message.event())) : asked(message.event());
    }

    private Behavior<Command> onKnown(Known message) {
      return step(handshake.onKnowledge(message.knowledge()));
    }

    private Behavior<Command> step(Handshake.Step step) {
      if (step == Handshake.AsksForKnowledge.INSTANCE) {
        parts
            .book()
            .knowledge(
                address.domain(), getContext().messageAdapter(PeerKnowledge.class, Known::new));
      } else if (step instanceof Handshake.Ready ready) {
        met(ready.peer());
      } else if (step instanceof Handshake.Failed failed) {
        return end(new Unavailable(failed.reason()));
      } else if (step instanceof Handshake.NotCmtp stranger) {
        return end(new NoKey(stranger.reason()));
      } else if (step instanceof Handshake.Disputed disputed) {
        parts.book().disputed(address.domain(), disputed.offered());
        return end(new Unavailable(disputed.reason()));
      }
      return this;
    }

    private void met(Peer found) {
      peer = found;
      parts.book().met(address.domain(), peer.key().bytes(), peer.origin(), peer.speaksX1());
      question = KeyQuestion.about(address, peer, parts.random());
      peer.wire().ask(question.bytes(), question.form());
    }

    private Behavior<Command> asked(PeerEvent event) {
      if (event.wire() != peer.wire()) {
        return this; // of a target that was left
      }
      if (event instanceof PeerEvent.Answered answered) {
        return end(question.read(answered.reply(), parts.clock().millis()));
      }
      return event instanceof PeerEvent.Broken broken
          ? end(new Unavailable(peer.domain() + " " + broken.reason()))
          : this;
    }

    private Behavior<Command> onLate() {
      return end(new Unavailable("the domain's node took too long"));
    }

    private Behavior<Command> end(Answer found) {
      answer.complete(found);
      if (peer != null) {
        peer.wire().close(cmtp.protocol.command.Command.Simple.OBAI.encode());
      } else if (handshake != null) {
        handshake.abandon();
      }
      return Behaviors.stopped();
    }

    private Behavior<Command> onStopped(PostStop signal) {
      answer.complete(new Unavailable("the node is stopping"));
      return this;
    }
  }
}
