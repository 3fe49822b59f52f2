package cmtp.node.delivery;

import cmtp.node.peer.Peer;
import cmtp.node.peer.PeerEvent;
import cmtp.persistence.queue.QueuedMail;
import cmtp.persistence.trace.TraceEntry;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
 * A delivery attempt's second state: hands over what it is given, one message at a time. What it
 * reports as delivered with a receipt, it has kept the receipt of.
 *
 * <pre>
 *   RESTING     no work
 *   READING     the next message's beginning is being read
 *   UNDER_WAY   a question about it waits for its answer
 *   NOTING      all work is dealt with, as far as it goes: the receipts are being kept
 * </pre>
 */
final class Delivering extends AbstractBehavior<DeliveryAttempt.Command> {
  private enum State {
    RESTING,
    READING,
    UNDER_WAY,
    NOTING
  }

  private final DeliveryAttempt.Parts parts;
  private final DomainName domain;
  private final Peer peer;
  private final ActorRef<DeliveryAttempt.Progress> queue;
  private final Transfer transfer;

  private final Deque<QueuedMail> work = new ArrayDeque<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<TraceEntry> traces = new ArrayList<>();
  private State state = State.RESTING;
  private Optional<DeliveryAttempt.End> end = Optional.empty();
  private QueuedMail current;

  Delivering(
      ActorContext<DeliveryAttempt.Command> context,
      DeliveryAttempt.Parts parts,
      DomainName domain,
      Peer peer,
      ActorRef<DeliveryAttempt.Progress> queue) {
    super(context);
    this.parts = parts;
    this.domain = domain;
    this.peer = peer;
    this.queue = queue;
    this.transfer =
        peer.dialect() == Peer.Dialect.CMTPD
            ? new CmtpdTransfer(parts, domain, peer)
            : new NodeTransfer(parts, domain, peer);
  }

  @Override
  public Receive<DeliveryAttempt.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(DeliveryAttempt.Work.class, this::onWork)
        .onMessage(DeliveryAttempt.ContentRead.class, this::onContentRead)
        .onMessage(DeliveryAttempt.FromPeer.class, this::onPeer)
        .onMessage(DeliveryAttempt.Noted.class, this::onNoted)
        .onMessageEquals(DeliveryAttempt.Finish.INSTANCE, this::onFinish)
        .build();
  }

  private Behavior<DeliveryAttempt.Command> onWork(DeliveryAttempt.Work message) {
    if (state != State.RESTING) {
      throw new IllegalStateException("more work before the last was done");
    }
    work.addAll(message.mails());
    return next();
  }

  private Behavior<DeliveryAttempt.Command> next() {
    while (!work.isEmpty() && end.isEmpty()) {
      current = work.poll();
      if (Parcel.isReadable(current)) {
        state = State.READING;
        read(current);
        return this;
      }
      outcomes.add(new Outcome.Failed(current.id(), "what is stored of it is no message"));
    }
    return conclude();
  }

  private void read(QueuedMail mail) {
    ActorRef<DeliveryAttempt.Command> self = getContext().getSelf();
    parts
        .mails()
        .read(mail.contentId(), 0, Parcel.firstReadBytes(mail))
        .whenComplete(
            (bytes, failure) -> self.tell(new DeliveryAttempt.ContentRead(mail, bytes, failure)));
  }

  private Behavior<DeliveryAttempt.Command> onContentRead(DeliveryAttempt.ContentRead message) {
    if (state != State.READING || message.mail() != current) {
      return this; // the connection broke meanwhile
    }
    if (message.failure() != null) {
      warn("could not be read: " + message.failure().getMessage());
      outcomes.add(new Outcome.Deferred(current.id(), "it could not be read from the store"));
      return next();
    }
    if (message.bytes().length() != Parcel.firstReadBytes(current)) {
      warn("is not in the store any more");
      outcomes.add(new Outcome.Failed(current.id(), "its content is lost"));
      return next();
    }
    Optional<Parcel> parcel = Parcel.of(current, message.bytes());
    if (parcel.isEmpty()) {
      outcomes.add(new Outcome.Failed(current.id(), "its log can take no further entry"));
      return next();
    }
    state = State.UNDER_WAY;
    transfer.begin(parcel.get());
    return this;
  }

  private void warn(String what) {
    getContext()
        .getLog()
        .atWarn()
        .addKeyValue("mid", current.mid().prefix())
        .addKeyValue("domain", domain.value())
        .log(what);
  }

  private Behavior<DeliveryAttempt.Command> onPeer(DeliveryAttempt.FromPeer message) {
    if (message.event().wire() != peer.wire()) {
      return this; // of a target that was left
    }
    if (message.event() instanceof PeerEvent.Answered answer && state == State.UNDER_WAY) {
      Optional<Transfer.Carried> carried = transfer.answered(answer);
      return carried.isPresent() ? carried(carried.get()) : this;
    }
    return message.event() instanceof PeerEvent.Broken broken ? broken(broken) : this;
  }

  private Behavior<DeliveryAttempt.Command> carried(Transfer.Carried carried) {
    outcomes.add(carried.outcome());
    carried.trace().ifPresent(traces::add);
    if (end.isEmpty()) {
      end = carried.end();
    }
    return next();
  }

  private Behavior<DeliveryAttempt.Command> broken(PeerEvent.Broken broken) {
    String reason = peer.domain() + " " + broken.reason();
    end = Optional.of(new DeliveryAttempt.Broken(reason));
    if (state == State.UNDER_WAY) {
      outcomes.add(new Outcome.Interrupted(current.id(), reason));
    }
    return state == State.NOTING ? this : conclude();
  }

  private Behavior<DeliveryAttempt.Command> conclude() {
    if (traces.isEmpty()) {
      return report();
    }
    state = State.NOTING;
    ActorRef<DeliveryAttempt.Command> self = getContext().getSelf();
    parts
        .traces()
        .note(List.copyOf(traces))
        .whenComplete((done, failure) -> self.tell(new DeliveryAttempt.Noted(failure)));
    return this;
  }

  private Behavior<DeliveryAttempt.Command> onNoted(DeliveryAttempt.Noted message) {
    if (message.failure() != null) {
      String reason = message.failure().getMessage();
      getContext()
          .getLog()
          .atWarn()
          .addKeyValue("domain", domain.value())
          .addKeyValue("reason", reason)
          .log("receipts could not be kept");
      outcomes.replaceAll(Delivering::withoutReceipt);
    }
    return report();
  }

  /** It is delivered again, and the receipt given again: it has the same mid (SPEC 5.2). */
  private static Outcome withoutReceipt(Outcome outcome) {
    return outcome instanceof Outcome.Delivered delivered && delivered.proven()
        ? new Outcome.Deferred(delivered.id(), "its receipt could not be kept")
        : outcome;
  }

  private Behavior<DeliveryAttempt.Command> report() {
    List<Outcome> found = List.copyOf(outcomes);
    outcomes.clear();
    traces.clear();
    work.clear();
    state = State.RESTING;
    ActorRef<DeliveryAttempt.Command> self = getContext().getSelf();
    if (end.isEmpty()) {
      queue.tell(new DeliveryAttempt.Done(self, found));
      return this;
    }
    peer.wire().close(Command.Simple.OBAI.encode());
    queue.tell(new DeliveryAttempt.Ended(self, found, end.get()));
    return Behaviors.stopped();
  }

  private Behavior<DeliveryAttempt.Command> onFinish() {
    if (end.isEmpty()) {
      end = Optional.of(DeliveryAttempt.Over.INSTANCE);
    }
    return state == State.RESTING ? report() : this;
  }
}
