package cmtp.simulations.sim.federation;

import cmtp.node.peer.Dialer;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The programs of one domain's users. Each keeps its user's letters until the node has said that it
 * has them, or never will, and hands in again, byte for byte the same, whatever else happened.
 */
final class Writers {
  private static final Duration RETRY_FIRST = Duration.ofSeconds(20);
  private static final int DOUBLINGS_MAX = 5;
  private static final int LETTERS_MAX = 50;

  private Writers() {}

  sealed interface Command {}

  record Send(Letter letter) implements Command {}

  private record Told(Submission.Result result) implements Command {}

  private record Ended(Submission.Done done) implements Command {}

  private record Again(Address user) implements Command {}

  static Behavior<Command> create(
      Submission.Server server,
      Sender as,
      Dialer dialer,
      SecureRandomBytes random,
      Witness witness) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Writing(context, timers, server, as, dialer, random, witness)));
  }

  private static final class Outbox {
    private final User user;
    private final Deque<Letter> letters = new ArrayDeque<>();
    private boolean busy;
    private boolean putOff;
    private int failures;

    Outbox(User user) {
      this.user = user;
    }
  }

  private static final class Writing extends AbstractBehavior<Command> {
    private final TimerScheduler<Command> timers;
    private final Submission.Server server;
    private final Sender as;
    private final Dialer dialer;
    private final SecureRandomBytes random;
    private final Witness witness;
    private final Map<Address, Outbox> outboxes = new HashMap<>();
    private final ActorRef<Submission.Result> results;
    private final ActorRef<Submission.Done> done;

    Writing(
        ActorContext<Command> context,
        TimerScheduler<Command> timers,
        Submission.Server server,
        Sender as,
        Dialer dialer,
        SecureRandomBytes random,
        Witness witness) {
      super(context);
      this.timers = timers;
      this.server = server;
      this.as = as;
      this.dialer = dialer;
      this.random = random;
      this.witness = witness;
      this.results = context.messageAdapter(Submission.Result.class, Told::new);
      this.done = context.messageAdapter(Submission.Done.class, Ended::new);
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(Send.class, this::onSend)
          .onMessage(Told.class, this::onTold)
          .onMessage(Ended.class, this::onEnded)
          .onMessage(Again.class, this::onAgain)
          .build();
    }

    private Behavior<Command> onSend(Send send) {
      Outbox outbox =
          outboxes.computeIfAbsent(
              send.letter().from().address(), any -> new Outbox(send.letter().from()));
      outbox.letters.add(send.letter());
      begin(outbox);
      return this;
    }

    private void begin(Outbox outbox) {
      Again again = new Again(outbox.user.address());
      if (outbox.busy || outbox.letters.isEmpty() || timers.isTimerActive(again)) {
        return;
      }
      outbox.busy = true;
      List<Letter> letters = new ArrayList<>();
      while (letters.size() < LETTERS_MAX && !outbox.letters.isEmpty()) {
        letters.add(outbox.letters.poll());
      }
      getContext()
          .spawnAnonymous(
              Submission.create(outbox.user, as, letters, server, dialer, random, results, done));
    }

    private Behavior<Command> onTold(Told told) {
      Submission.Result result = told.result();
      Letter letter = result.letter();
      if (result.verdict().isEmpty()) {
        witness.putOff(letter, result.text());
        Outbox outbox = outboxes.get(letter.from().address());
        outbox.letters.add(letter);
        outbox.putOff = true;
      } else if (!result.verdict().get()) {
        witness.refused(letter, result.text());
      } else if (result.text().equals("SUCCESS " + letter.mid())) {
        witness.acknowledged(letter, result.signature());
      } else {
        witness.misbehaved(letter, "a receipt for another message: " + result.text());
      }
      return this;
    }

    private Behavior<Command> onEnded(Ended ended) {
      Outbox outbox = outboxes.get(ended.done().user().address());
      outbox.busy = false;
      ended.done().left().forEach(letter -> witness.putOff(letter, ended.done().reason()));
      outbox.letters.addAll(ended.done().left());
      boolean failed = !ended.done().left().isEmpty() || outbox.putOff;
      outbox.putOff = false;
      outbox.failures = failed ? outbox.failures + 1 : 0;
      if (!failed) {
        begin(outbox);
      } else {
        int doublings = Math.min(DOUBLINGS_MAX, outbox.failures - 1);
        Again again = new Again(outbox.user.address());
        timers.startSingleTimer(again, again, RETRY_FIRST.multipliedBy(1L << doublings));
      }
      return this;
    }

    private Behavior<Command> onAgain(Again again) {
      begin(outboxes.get(again.user()));
      return this;
    }
  }
}
