package cmtp.simulations.sim.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.DeleteSnapshotFailure;
import org.apache.pekko.persistence.DeleteSnapshotSuccess;
import org.apache.pekko.persistence.DeleteSnapshotsFailure;
import org.apache.pekko.persistence.DeleteSnapshotsSuccess;
import org.apache.pekko.persistence.SaveSnapshotFailure;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import scala.Option;

/** The snapshot plugin of all simulated nodes. Snapshots are synced as events are. */
public final class SimulatedSnapshots extends AbstractActor {
  private final Storage storage =
      getContext().getSystem().settings().setup().get(Storage.class).orElseThrow();
  private final Forms forms = new Forms(getContext().getSystem());

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(SnapshotProtocol.LoadSnapshot.class, this::onLoad)
        .match(SnapshotProtocol.SaveSnapshot.class, this::onSave)
        .match(SnapshotProtocol.DeleteSnapshot.class, this::onDeleteOne)
        .match(SnapshotProtocol.DeleteSnapshots.class, this::onDelete)
        .build();
  }

  private Optional<Disk.Session> disk() {
    return storage.session(Storage.run(getSender()));
  }

  private void onLoad(SnapshotProtocol.LoadSnapshot load) {
    ActorRef to = getSender();
    SnapshotSelectionCriteria criteria = load.criteria().limit(load.toSequenceNr());
    disk()
        .ifPresent(
            disk ->
                disk.read(
                    () -> newest(disk.stored().snapshots(load.persistenceId()), criteria),
                    found -> to.tell(loaded(found, load.toSequenceNr()), getSelf())));
  }

  private static Optional<Stored.Snapshot> newest(
      List<Stored.Snapshot> all, SnapshotSelectionCriteria criteria) {
    return all.stream()
        .filter(one -> criteria.matches(one.metadata()))
        .reduce((older, newer) -> newer);
  }

  private Object loaded(Optional<Stored.Snapshot> found, long toSequenceNr) {
    Option<SelectedSnapshot> selected =
        Option.apply(
            found
                .map(one -> new SelectedSnapshot(one.metadata(), forms.read(one.form())))
                .orElse(null));
    return new SnapshotProtocol.LoadSnapshotResult(selected, toSequenceNr);
  }

  private void onSave(SnapshotProtocol.SaveSnapshot save) {
    ActorRef to = getSender();
    SnapshotMetadata metadata = save.metadata();
    Stored.Form form = forms.write(save.snapshot());
    disk()
        .ifPresent(
            disk ->
                disk.write(
                    true,
                    true,
                    () -> change(disk, metadata, new Stored.Snapshot(metadata, form)),
                    failure ->
                        to.tell(
                            failure == null
                                ? new SaveSnapshotSuccess(metadata)
                                : new SaveSnapshotFailure(metadata, failure),
                            getSelf())));
  }

  private static Runnable change(
      Disk.Session disk, SnapshotMetadata metadata, Stored.Snapshot added) {
    String id = metadata.persistenceId();
    List<Stored.Snapshot> now = new ArrayList<>(disk.stored().snapshots(id));
    now.removeIf(one -> one.metadata().sequenceNr() == metadata.sequenceNr());
    now.add(added);
    return disk.stored().changeSnapshots(id, now);
  }

  private void onDeleteOne(SnapshotProtocol.DeleteSnapshot delete) {
    SnapshotMetadata metadata = delete.metadata();
    delete(
        metadata.persistenceId(),
        one -> one.metadata().sequenceNr() == metadata.sequenceNr(),
        new DeleteSnapshotSuccess(metadata),
        failure -> new DeleteSnapshotFailure(metadata, failure));
  }

  private void onDelete(SnapshotProtocol.DeleteSnapshots delete) {
    delete(
        delete.persistenceId(),
        one -> delete.criteria().matches(one.metadata()),
        new DeleteSnapshotsSuccess(delete.criteria()),
        failure -> new DeleteSnapshotsFailure(delete.criteria(), failure));
  }

  private void delete(
      String id,
      Predicate<Stored.Snapshot> which,
      Object success,
      java.util.function.Function<Throwable, Object> failed) {
    ActorRef to = getSender();
    disk()
        .ifPresent(
            disk ->
                disk.write(
                    true,
                    false,
                    () ->
                        disk.stored()
                            .changeSnapshots(
                                id,
                                disk.stored().snapshots(id).stream()
                                    .filter(which.negate())
                                    .toList()),
                    failure ->
                        to.tell(failure == null ? success : failed.apply(failure), getSelf())));
  }
}
