package cmtp.persistence.journal;

import cmtp.persistence.store.SqliteStore;
import com.typesafe.config.Config;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.jdbc.db.SlickDatabase;
import org.apache.pekko.persistence.jdbc.db.SlickDatabaseProvider;
import scala.Option;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;
import slick.jdbc.SQLiteProfile$;
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
  private static final int THREADS = 8;
  private static final int QUEUE_MAX = 20_000;

  private final SlickDatabase database;

  /** Called by the plugin. */
  public StoreDatabaseProvider(ActorSystem system) {
    SqliteStore store =
        system
            .settings()
            .setup()
            .get(StoreSetup.class)
            .map(StoreSetup::store)
            .orElseThrow(
                () -> new IllegalStateException("the actor system was started without its store"));
    AsyncExecutor threads =
        AsyncExecutor$.MODULE$.apply("cmtp-journal", THREADS, THREADS, QUEUE_MAX, THREADS, false);
    JdbcBackend.JdbcDatabaseDef slick =
        SQLiteProfile$.MODULE$
            .backend()
            .Database()
            .forDataSource(store.dataSource(), Option.apply(THREADS), threads, false);
    database = new SharedDatabase(slick);
    system.registerOnTermination(slick::close);
  }

  @Override
  public SlickDatabase database(Config plugin) {
    return database;
  }

  private record SharedDatabase(JdbcBackend.JdbcDatabaseDef database) implements SlickDatabase {
    @Override
    public JdbcProfile profile() {
      return SQLiteProfile$.MODULE$;
    }

    /** Journal and snapshots share it: neither may close it. */
    @Override
    public boolean allowShutdown() {
      return false;
    }
  }
}
