package cmtp.simulations.sim.disk;

import cmtp.persistence.content.StoreFailed;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.DeleteMessagesFailure;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import scala.jdk.javaapi.CollectionConverters;

/** The journal plugin of all simulated nodes: each one's events go to its own disk. */
public final class SimulatedJournal extends AbstractActor {
  private final Storage storage =
      getContext().getSystem().settings().setup().get(Storage.class).orElseThrow();
  private final Forms forms = new Forms(getContext().getSystem());

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(JournalProtocol.WriteMessages.class, this::onWrite)
        .match(JournalProtocol.ReplayMessages.class, this::onReplay)
        .match(JournalProtocol.DeleteMessagesTo.class, this::onDelete)
        .build();
  }

  private void onWrite(JournalProtocol.WriteMessages write) {
    String run = Storage.run(write.persistentActor());
    storage.session(run).ifPresent(disk -> write(run, disk, write));
  }

  private void write(String run, Disk.Session disk, JournalProtocol.WriteMessages write) {
    List<PersistentRepr> all = new ArrayList<>();
    for (PersistentEnvelope envelope : CollectionConverters.asJava(write.messages())) {
      if (envelope instanceof AtomicWrite atomic) {
        all.addAll(CollectionConverters.asJava(events(atomic)));
      }
    }
    String id = all.get(0).persistenceId();
    List<Stored.Event> events =
        all.stream()
            .map(one -> new Stored.Event(one.withPayload(null), forms.write(one.payload())))
            .toList();
    disk.write(
        true,
        true,
        () -> {
          Runnable undo = disk.stored().add(id, events);
          events.forEach(event -> disk.trace(event.form().bytes()));
          all.forEach(one -> storage.stored(run, id, one.payload()));
          return undo;
        },
        failure -> answer(write, all, failure));
  }

  private static scala.collection.immutable.Seq<PersistentRepr> events(AtomicWrite atomic) {
    return atomic.payload();
  }

  private void answer(
      JournalProtocol.WriteMessages write, List<PersistentRepr> all, Throwable failure) {
    ActorRef to = write.persistentActor();
    if (failure == null) {
      to.tell(JournalProtocol.WriteMessagesSuccessful$.MODULE$, getSelf());
      all.forEach(
          one ->
              to.tell(
                  new JournalProtocol.WriteMessageSuccess(one, write.actorInstanceId()),
                  one.sender()));
    } else {
      to.tell(new JournalProtocol.WriteMessagesFailed(failure, write.messages().size()), getSelf());
      all.forEach(
          one ->
              to.tell(
                  new JournalProtocol.WriteMessageFailure(one, failure, write.actorInstanceId()),
                  one.sender()));
    }
  }

  private void onReplay(JournalProtocol.ReplayMessages replay) {
    ActorRef to = replay.persistentActor();
    storage
        .session(Storage.run(to))
        .ifPresent(disk -> disk.read(() -> disk.stored(), stored -> replay(stored, replay, to)));
  }

  private void replay(Stored stored, JournalProtocol.ReplayMessages replay, ActorRef to) {
    Stored.Journal journal = stored.journal(replay.persistenceId());
    if (replay.fromSequenceNr() <= replay.toSequenceNr()) {
      journal
          .events
          .subMap(replay.fromSequenceNr(), true, replay.toSequenceNr(), true)
          .values()
          .stream()
          .limit(replay.max())
          .map(event -> event.envelope().withPayload(forms.read(event.form())))
          .forEach(
              event -> to.tell(new JournalProtocol.ReplayedMessage(event), ActorRef.noSender()));
    }
    to.tell(new JournalProtocol.RecoverySuccess(journal.highest), ActorRef.noSender());
  }

  private void onDelete(JournalProtocol.DeleteMessagesTo delete) {
    ActorRef to = delete.persistentActor();
    storage
        .session(Storage.run(to))
        .ifPresent(
            disk ->
                disk.write(
                    true,
                    false,
                    () -> disk.stored().deleteTo(delete.persistenceId(), delete.toSequenceNr()),
                    failure -> to.tell(deleted(delete, failure), getSelf())));
  }

  private static Object deleted(JournalProtocol.DeleteMessagesTo delete, Throwable failure) {
    long number = delete.toSequenceNr();
    return failure == null
        ? new DeleteMessagesSuccess(number)
        : new DeleteMessagesFailure(new StoreFailed("not deleted", failure), number);
  }
}
