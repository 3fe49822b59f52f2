package cmtp.persistence.journal;

import cmtp.persistence.store.SqliteStore;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.setup.Setup;

/**
 * What an actor system needs to keep its events: {@code ActorSystem.create(behavior, name,
 * ActorSystemSetup.create(BootstrapSetup.create(config), JournalSettings.setup(store)))} where
 * {@code config} has {@link #sqlite()} in it.
 */
public final class JournalSettings {
  private JournalSettings() {}

  /** Journal and snapshots in the embedded database, with {@link #serialization()}. */
  public static Config sqlite() {
    return ConfigFactory.parseResourcesAnySyntax(
            JournalSettings.class.getClassLoader(), "cmtp-sqlite")
        .withFallback(serialization());
  }

  /** The stored forms only: for a journal of another kind. */
  public static Config serialization() {
    return ConfigFactory.parseResourcesAnySyntax(
        JournalSettings.class.getClassLoader(), "cmtp-serialization");
  }

  /** The store whose journal {@link #sqlite()} speaks of. Close it after the actor system. */
  public static Setup setup(SqliteStore store) {
    return new StoreSetup(store);
  }
}
