package cmtp.persistence.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import javax.sql.DataSource;
import org.apache.pekko.actor.setup.Setup;
import slick.jdbc.PostgresProfile$;
import slick.jdbc.SQLiteProfile$;

/**
 * What an actor system needs to keep its events: {@code ActorSystem.create(behavior, name,
 * ActorSystemSetup.create(BootstrapSetup.create(config), setup))}, where {@code config} has {@link
 * #sqlite()} in it and {@code setup} is of {@link #sqlite(DataSource)}, or both of PostgreSQL.
 */
public final class JournalSettings {
  private static final int SQLITE_CONNECTIONS = 8;

  private JournalSettings() {}

  /** Journal and snapshots in the embedded database, with {@link #serialization()}. */
  public static Config sqlite() {
    return resource("cmtp-sqlite").withFallback(serialization());
  }

  /** Journal and snapshots on a PostgreSQL server, with {@link #serialization()}. */
  public static Config postgres() {
    return resource("cmtp-postgres").withFallback(serialization());
  }

  /** The stored forms only: for a journal of another kind. */
  public static Config serialization() {
    return resource("cmtp-serialization");
  }

  private static Config resource(String name) {
    return ConfigFactory.parseResourcesAnySyntax(JournalSettings.class.getClassLoader(), name);
  }

  /** The connections for {@link #sqlite()}. Close their store after the actor system. */
  public static Setup sqlite(DataSource dataSource) {
    return new StoreSetup(dataSource, SQLiteProfile$.MODULE$, SQLITE_CONNECTIONS);
  }

  /**
   * The connections for {@link #postgres()}. Close their store after the actor system.
   *
   * @param connections how many the journal may use at once
   */
  public static Setup postgres(DataSource dataSource, int connections) {
    return new StoreSetup(dataSource, PostgresProfile$.MODULE$, connections);
  }
}
