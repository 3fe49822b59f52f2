package cmtp.node.cluster;

import cmtp.persistence.cluster.MemberTable;
import cmtp.persistence.cluster.Members;
import cmtp.persistence.cluster.MembersUnavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.cluster.typed.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this process comes by its place in a cluster: alone, or with others through the database.
 * Whoever made it closes it, after the actor system.
 */
public final class Membership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  /** Between two members' news of the same removal. */
  private static final Duration VIEWS_DIFFER = Duration.ofSeconds(1);

  /** Of one row in the database. */
  private record Through(Supplier<MemberTable> tables, MemberTable table, Pace pace) {}

  private final Optional<Through> through;
  private final Readiness readiness;
  private final AtomicReference<Long> epoch = new AtomicReference<>(0L);
  private long incarnation;

  private Membership(Optional<Through> through, Readiness readiness) {
    this.through = through;
    this.readiness = readiness;
  }

  /** A cluster of one, which nobody else can join. */
  public static Membership alone(Readiness readiness) {
    return new Membership(Optional.empty(), readiness);
  }

  /**
   * @param tables makes a table with a connection of its own
   */
  public static Membership through(Supplier<MemberTable> tables, Pace pace, Readiness readiness) {
    return new Membership(Optional.of(new Through(tables, tables.get(), pace)), readiness);
  }

  /** Whether there may be other processes. */
  public boolean isShared() {
    return through.isPresent();
  }

  public Readiness readiness() {
    return readiness;
  }

  /** Of the cluster that this process is in, or on its way into; 0 before, and alone. */
  public long epoch() {
    return epoch.get();
  }

  /** What the database holds of all processes now; it is asked over a connection of its own. */
  public Optional<Members> rows() {
    if (through.isEmpty()) {
      return Optional.empty();
    }
    try (MemberTable table = through.get().tables().get()) {
      return Optional.of(table.look());
    } catch (MembersUnavailable unavailable) {
      return Optional.empty();
    }
  }

  /**
   * The actor that joins.
   *
   * @param parent told when this process has joined, and when it must end
   */
  public Behavior<Joiner.Command> joiner(
      ActorSystem<?> system, ActorRef<Joiner.Event> parent, Supplier<Long> clockMillis) {
    Cluster cluster = Cluster.get(system);
    if (through.isEmpty()) {
      return Joiner.alone(cluster, parent);
    }
    incarnation = cluster.selfMember().uniqueAddress().longUid();
    Through row = through.get();
    return Joiner.through(
        new Joiner.Setup(
            cluster,
            row.table(),
            incarnation,
            row.pace(),
            rest(system),
            readiness,
            epoch::set,
            parent,
            clockMillis::get));
  }

  /** Longer than Pekko's singletons remember who is gone, by what two members' views may differ. */
  private static Duration rest(ActorSystem<?> system) {
    long marginMs =
        org.apache.pekko.cluster.Cluster.get(system)
            .downingProvider()
            .downRemovalMargin()
            .toMillis();
    return Duration.ofMillis(marginMs).plus(VIEWS_DIFFER);
  }

  /** Deletes the row: this process does nothing any more. */
  @Override
  public void close() {
    through.ifPresent(
        row -> {
          try (MemberTable table = row.table()) {
            table.remove(incarnation);
          } catch (MembersUnavailable unavailable) {
            LOG.warn("can't delete this process's row: {}", unavailable.getMessage());
          }
        });
  }
}
