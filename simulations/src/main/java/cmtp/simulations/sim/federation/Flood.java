package cmtp.simulations.sim.federation;

import cmtp.node.peer.Dialer;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Strangers who hand letters in once, whatever becomes of them. */
final class Flood {
  private Flood() {}

  sealed interface Command {}

  /** One connection with these letters. */
  record Wave(Submission.Server server, Dialer dialer, List<Letter> letters) implements Command {
    Wave {
      letters = List.copyOf(letters);
    }
  }

  private record Told(Submission.Result result) implements Command {}

  private record Ended(Submission.Done done) implements Command {}

  static Behavior<Command> create(SecureRandomBytes random, Witness witness) {
    return Behaviors.setup(
        context -> {
          ActorRef<Submission.Result> results =
              context.messageAdapter(Submission.Result.class, Told::new);
          ActorRef<Submission.Done> done =
              context.messageAdapter(Submission.Done.class, Ended::new);
          return Behaviors.receive(Command.class)
              .onMessage(Wave.class, wave -> begin(context, wave, random, results, done))
              .onMessage(Told.class, told -> told(told.result(), witness))
              .onMessage(Ended.class, ended -> ended(ended.done(), witness))
              .build();
        });
  }

  private static Behavior<Command> begin(
      ActorContext<Command> context,
      Wave wave,
      SecureRandomBytes random,
      ActorRef<Submission.Result> results,
      ActorRef<Submission.Done> done) {
    context.spawnAnonymous(
        Submission.create(
            wave.letters().get(0).from(),
            Sender.STRANGER,
            wave.letters(),
            wave.server(),
            wave.dialer(),
            random,
            results,
            done));
    return Behaviors.same();
  }

  private static Behavior<Command> told(Submission.Result result, Witness witness) {
    if (result.verdict().isEmpty()) {
      witness.abandoned(result.letter(), result.text());
    } else if (result.verdict().get()) {
      witness.acknowledged(result.letter(), result.signature());
    } else {
      witness.refused(result.letter(), result.text());
    }
    return Behaviors.same();
  }

  private static Behavior<Command> ended(Submission.Done done, Witness witness) {
    done.left().forEach(letter -> witness.abandoned(letter, done.reason()));
    return Behaviors.same();
  }
}
