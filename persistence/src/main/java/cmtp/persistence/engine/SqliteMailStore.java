package cmtp.persistence.engine;

import cmtp.persistence.content.ContentSettings;
import cmtp.persistence.content.ContentStore;
import cmtp.persistence.content.JdbcContentStore;
import cmtp.persistence.journal.JournalSettings;
import cmtp.persistence.store.EntityIds;
import cmtp.persistence.store.SqliteStore;
import cmtp.persistence.store.StoreSettings;
import cmtp.persistence.store.StoreUnavailable;
import cmtp.persistence.trace.TraceStore;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.apache.pekko.actor.setup.Setup;

/** Everything in one SQLite file in the data directory, for one process. */
public final class SqliteMailStore implements MailStore {
  private final SqliteStore store;
  private final JdbcContentStore contents;

  private SqliteMailStore(SqliteStore store, JdbcContentStore contents) {
    this.store = store;
    this.contents = contents;
  }

  /**
   * @param run a name that no run before had; marks its uploads
   * @throws StoreUnavailable with a message for people
   */
  public static SqliteMailStore open(Path directory, String run, Clock clock) {
    return open(directory, StoreSettings.DEFAULT, ContentSettings.DEFAULT, run, clock);
  }

  /**
   * @param run a name that no run before had; marks its uploads
   * @throws StoreUnavailable with a message for people
   */
  public static SqliteMailStore open(
      Path directory,
      StoreSettings settings,
      ContentSettings contentSettings,
      String run,
      Clock clock) {
    SqliteStore store = SqliteStore.open(directory, settings, clock);
    try {
      return new SqliteMailStore(store, JdbcContentStore.open(store, run, contentSettings, clock));
    } catch (RuntimeException | Error failed) {
      store.close();
      throw failed;
    }
  }

  @Override
  public ContentStore contents() {
    return contents;
  }

  @Override
  public TraceStore trace() {
    return contents.trace();
  }

  @Override
  public EntityIds entityIds() {
    return contents.entityIds();
  }

  @Override
  public Config journal() {
    return JournalSettings.sqlite();
  }

  @Override
  public Setup journalSetup() {
    return JournalSettings.sqlite(store.dataSource());
  }

  @Override
  public DataSource dataSource() {
    return store.dataSource();
  }

  @Override
  public String describe() {
    return "SQLite in " + store.file();
  }

  @Override
  public void close() {
    try {
      contents.close();
    } finally {
      store.close();
    }
  }
}
