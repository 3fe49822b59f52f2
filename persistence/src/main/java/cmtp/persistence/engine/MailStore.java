package cmtp.persistence.engine;

import cmtp.persistence.content.ContentStore;
import cmtp.persistence.store.EntityIds;
import cmtp.persistence.trace.TraceStore;
import com.typesafe.config.Config;
import javax.sql.DataSource;
import org.apache.pekko.actor.setup.Setup;

/**
 * All that a node keeps, open: journal and snapshots, contents, trace. Whatever is under it, it is
 * used in the same way. Close it after the actor system.
 */
public interface MailStore extends AutoCloseable {

  ContentStore contents();

  TraceStore trace();

  EntityIds entityIds();

  /** Settings of the actor system whose journal this is. */
  Config journal();

  /** Goes with {@link #journal()}, for {@code ActorSystemSetup}. */
  Setup journalSetup();

  /** Bounded connections for those who have tables of their own; commits wait for the disk. */
  DataSource dataSource();

  /** Which database it is, for people; without a password. */
  String describe();

  /** Finishes what is queued, then lets go of everything. */
  @Override
  void close();
}
