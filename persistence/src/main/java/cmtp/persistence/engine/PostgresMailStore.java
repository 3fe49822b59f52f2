package cmtp.persistence.engine;

import cmtp.persistence.content.ContentSettings;
import cmtp.persistence.content.ContentStore;
import cmtp.persistence.content.JdbcContentStore;
import cmtp.persistence.content.StoreFailed;
import cmtp.persistence.journal.JournalSettings;
import cmtp.persistence.store.DataDirectory;
import cmtp.persistence.store.EntityIds;
import cmtp.persistence.store.StoreUnavailable;
import cmtp.persistence.trace.TraceStore;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.apache.pekko.actor.setup.Setup;

/**
 * Everything on a PostgreSQL server, which several processes may share. The data directory, for
 * what is a process's own, belongs to one of them.
 */
public final class PostgresMailStore implements MailStore {
  private final DataDirectory directory;
  private final PostgresDatabase database;
  private final JdbcContentStore contents;

  private PostgresMailStore(
      DataDirectory directory, PostgresDatabase database, JdbcContentStore contents) {
    this.directory = directory;
    this.database = database;
    this.contents = contents;
  }

  /**
   * @param run a name that no other run has or had on this server; marks its uploads
   * @throws StoreUnavailable with a message for people
   */
  public static PostgresMailStore open(
      Path directory, PostgresSettings settings, String run, Clock clock) {
    return open(directory, settings, ContentSettings.DEFAULT, run, clock);
  }

  /**
   * @param run a name that no other run has or had on this server; marks its uploads
   * @throws StoreUnavailable with a message for people
   */
  public static PostgresMailStore open(
      Path directory,
      PostgresSettings settings,
      ContentSettings contentSettings,
      String run,
      Clock clock) {
    DataDirectory held = DataDirectory.hold(directory);
    try {
      return open(held, PostgresDatabase.open(settings, clock), contentSettings, run, clock);
    } catch (RuntimeException | Error failed) {
      held.close();
      throw failed;
    }
  }

  private static PostgresMailStore open(
      DataDirectory directory,
      PostgresDatabase database,
      ContentSettings settings,
      String run,
      Clock clock) {
    try {
      return new PostgresMailStore(
          directory, database, JdbcContentStore.open(database, run, settings, clock));
    } catch (StoreFailed failed) {
      database.close();
      throw new StoreUnavailable(failed.getMessage(), failed);
    } catch (RuntimeException | Error failed) {
      database.close();
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
    return JournalSettings.postgres();
  }

  @Override
  public Setup journalSetup() {
    return JournalSettings.postgres(database.journal(), database.journalConnections());
  }

  @Override
  public DataSource dataSource() {
    return database.dataSource();
  }

  @Override
  public String describe() {
    return "PostgreSQL at " + database.server();
  }

  @Override
  public void close() {
    try {
      contents.close();
    } finally {
      database.close();
      directory.close();
    }
  }
}
