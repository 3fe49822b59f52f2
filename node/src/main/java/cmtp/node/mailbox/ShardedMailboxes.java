package cmtp.node.mailbox;

import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import java.time.Clock;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Mailboxes and directories behind cluster sharding: each runs once in the whole cluster. */
public final class ShardedMailboxes implements Mailboxes {
  public static final EntityTypeKey<Mailbox.Command> MAILBOX =
      EntityTypeKey.create(Mailbox.Command.class, "Mailbox");
  public static final EntityTypeKey<Directory.Command> DIRECTORY =
      EntityTypeKey.create(Directory.Command.class, "Directory");

  /** Of the entities. */
  public static final List<EntityTypeKey<?>> TYPES = List.of(MAILBOX, DIRECTORY);

  private final ClusterSharding sharding;

  private ShardedMailboxes(ClusterSharding sharding) {
    this.sharding = sharding;
  }

  /** Registers the entities; they start when first spoken to. */
  public static ShardedMailboxes start(
      ActorSystem<?> system,
      MailboxSettings settings,
      ContentDeletion contents,
      MailboxMeter meter,
      Clock clock) {
    ClusterSharding sharding = ClusterSharding.get(system);
    sharding.init(
        Entity.of(
            MAILBOX,
            context ->
                Mailbox.create(
                    Address.parse(context.getEntityId()), settings, contents, meter, clock)));
    sharding.init(
        Entity.of(
            DIRECTORY,
            context -> Directory.create(DomainName.parse(context.getEntityId()), clock)));
    return new ShardedMailboxes(sharding);
  }

  @Override
  public void tell(Address address, Mailbox.Command command) {
    sharding.entityRefFor(MAILBOX, address.toString()).tell(command);
  }

  @Override
  public void tell(DomainName domain, Directory.Command command) {
    sharding.entityRefFor(DIRECTORY, domain.value()).tell(command);
  }
}
