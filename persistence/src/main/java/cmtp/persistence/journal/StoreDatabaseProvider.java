package cmtp.persistence.journal;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.jdbc.db.SlickDatabase;
import org.apache.pekko.persistence.jdbc.db.SlickDatabaseProvider;
import scala.Option;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;
import slick.util.AsyncExecutor;
import slick.util.AsyncExecutor$;

/**
 * Gives the journal plugin the store's own connections. Found by its name in the settings.
 *
 * <p>There are as many threads as connections. Slick counts a connection as used from the moment a
 * thread sets out to get one; so however many wait for their turn to write, a thread is left for
 * the one whose turn it is.
 */
public final class StoreDatabaseProvider implements SlickDatabaseProvider {
  private static final int QUEUE_MAX = 20_000;

  private final SlickDatabase database;

  /** Called by the plugin. */
  public StoreDatabaseProvider(ActorSystem system) {
    StoreSetup store =
        system
            .settings()
            .setup()
            .get(StoreSetup.class)
            .orElseThrow(
                () -> new IllegalStateException("the actor system was started without its store"));
    int connections = store.connections();
    AsyncExecutor threads =
        AsyncExecutor$.MODULE$.apply(
            "cmtp-journal", connections, connections, QUEUE_MAX, connections, false);
    JdbcBackend.JdbcDatabaseDef slick =
        store
            .profile()
            .backend()
            .Database()
            .forDataSource(store.dataSource(), Option.apply(connections), threads, false);
    database = new SharedDatabase(slick, store.profile());
    system.registerOnTermination(slick::close);
  }

  @Override
  public SlickDatabase database(Config plugin) {
    return database;
  }

  private record SharedDatabase(JdbcBackend.JdbcDatabaseDef database, JdbcProfile profile)
      implements SlickDatabase {
    /** Journal and snapshots share it: neither may close it. */
    @Override
    public boolean allowShutdown() {
      return false;
    }
  }
}
