package cmtp.simulations.sim.federation;

import cmtp.node.peer.AnswerForm;
import cmtp.node.peer.Dialer;
import cmtp.node.peer.Peer;
import cmtp.node.peer.PeerEvent;
import cmtp.node.peer.PeerReply;
import cmtp.node.peer.PeerWire;
import cmtp.persistence.queue.PinOrigin;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Command.Simple;
import cmtp.protocol.command.Reply;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.crypto.EphemeralKey;
import cmtp.protocol.crypto.SecureChannel;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.VerifyKey;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * A user's program hands letters to the user's node over one connection: SECURE, AUTH, PROVE, MAIL.
 * Every signature is checked under the node's key, which users know.
 */
final class Submission {
  private static final Bytes MAIL = Bytes.utf8("MAIL\0");

  private Submission() {}

  /**
   * What came of a letter.
   *
   * @param verdict empty: it is to be tried again
   */
  record Result(Letter letter, Optional<Boolean> verdict, Bytes signature, String text) {}

  /** It is over; {@code results} are in the order of the letters, and may be fewer. */
  record Done(User user, List<Letter> left, String reason) {}

  /** Where letters are handed in. */
  record Server(InetSocketAddress address, DomainName domain, VerifyKey key) {}

  static Behavior<PeerEvent> create(
      User user,
      Sender as,
      List<Letter> letters,
      Server server,
      Dialer dialer,
      SecureRandomBytes random,
      ActorRef<Result> results,
      ActorRef<Done> done) {
    return Behaviors.setup(
        context ->
            new Handing(context, user, as, letters, server, dialer, random, results, done).start());
  }

  private enum State {
    CONNECTING,
    SECURING,
    AUTH,
    PROVE,
    MAIL
  }

  private static final class Handing extends AbstractBehavior<PeerEvent> {
    private final User user;
    private final Sender as;
    private final Deque<Letter> letters;
    private final Server server;
    private final Dialer dialer;
    private final SecureRandomBytes random;
    private final ActorRef<Result> results;
    private final ActorRef<Done> done;
    private State state = State.CONNECTING;
    private PeerWire wire;
    private Peer peer;
    private EphemeralKey ephemeral;
    private X1Frame frame;
    private Bytes channelId;

    Handing(
        ActorContext<PeerEvent> context,
        User user,
        Sender as,
        List<Letter> letters,
        Server server,
        Dialer dialer,
        SecureRandomBytes random,
        ActorRef<Result> results,
        ActorRef<Done> done) {
      super(context);
      this.user = user;
      this.as = as;
      this.letters = new ArrayDeque<>(letters);
      this.server = server;
      this.dialer = dialer;
      this.random = random;
      this.results = results;
      this.done = done;
    }

    Behavior<PeerEvent> start() {
      wire = dialer.dial(server.address(), getContext().getSelf());
      peer = new Peer(wire, Peer.Dialect.X1, server.domain(), server.key(), PinOrigin.FIRST_SEEN);
      return this;
    }

    @Override
    public Receive<PeerEvent> createReceive() {
      return newReceiveBuilder()
          .onMessage(PeerEvent.Connected.class, this::onConnected)
          .onMessage(PeerEvent.Answered.class, this::onAnswered)
          .onMessage(PeerEvent.Broken.class, broken -> end(broken.reason()))
          .build();
    }

    private Behavior<PeerEvent> end(String reason) {
      done.tell(new Done(user, List.copyOf(letters), reason));
      return Behaviors.stopped();
    }

    private Behavior<PeerEvent> close(String reason) {
      wire.close(Simple.OBAI.encode());
      return end(reason);
    }

    private Behavior<PeerEvent> onConnected(PeerEvent.Connected connected) {
      if (!connected.greeting().startsWith("220 ")) {
        return close(connected.greeting());
      }
      state = State.SECURING;
      ephemeral = EphemeralKey.generate(random);
      ask(new X1Command.Secure(ephemeral.publicKey()), AnswerForm.SECURE);
      return this;
    }

    private void ask(X1Command command, AnswerForm form) {
      frame = Peer.frame(command, random);
      wire.ask(frame.encode(), form);
    }

    private Behavior<PeerEvent> onAnswered(PeerEvent.Answered answered) {
      if (state == State.MAIL) {
        return onMailAnswered(answered.reply());
      }
      Optional<Reply.X1> reply = peer.verified(frame, answered.reply());
      if (reply.isEmpty()) {
        return close("wrong signature");
      }
      if (reply.get().status() != Status.OK) {
        return close(reply.get().status() + " " + reply.get().payload().utf8());
      }
      return switch (state) {
        case SECURING -> onSecured(reply.get());
        case AUTH -> onChallenge(reply.get().payload());
        default -> next();
      };
    }

    private Behavior<PeerEvent> onSecured(Reply.X1 reply) {
      Optional<SecureChannel> channel = ephemeral.asClient(reply.payload());
      if (channel.isEmpty()) {
        return close("no secure channel");
      }
      channelId = SecureChannel.id(frame.encode(), reply.encode());
      wire.encrypt(channel.get());
      if (as != Sender.WRITER) {
        return next();
      }
      state = State.AUTH;
      ask(new X1Command.Auth(user.address().account().value(), "sim"), AnswerForm.X1);
      return this;
    }

    private Behavior<PeerEvent> onChallenge(Bytes challenge) {
      state = State.PROVE;
      Bytes input =
          SignedInput.prove(
              server.domain(), user.address().account().value(), "sim", channelId, challenge);
      ask(new X1Command.Prove(user.key().sign(input)), AnswerForm.X1);
      return this;
    }

    private Behavior<PeerEvent> next() {
      if (letters.isEmpty()) {
        return close("");
      }
      state = State.MAIL;
      wire.ask(Bytes.concat(MAIL, letters.peek().encoded()), AnswerForm.TEXT);
      return this;
    }

    private Behavior<PeerEvent> onMailAnswered(PeerReply answer) {
      Optional<Reply> reply = peer.verified(answer);
      if (reply.isEmpty()) {
        return close("wrong signature");
      }
      Letter letter = letters.poll();
      if (reply.get() instanceof Reply.General general) {
        boolean success = general.text().startsWith("SUCCESS");
        results.tell(
            new Result(
                letter,
                success ? Optional.of(true) : Optional.empty(),
                general.signature(),
                general.text()));
      } else if (reply.get() instanceof Reply.Text text) {
        boolean permanent = text.text().startsWith("DELIVERYFAILURE");
        results.tell(
            new Result(
                letter,
                permanent ? Optional.of(false) : Optional.empty(),
                Bytes.EMPTY,
                text.text()));
      }
      return next();
    }
  }
}
