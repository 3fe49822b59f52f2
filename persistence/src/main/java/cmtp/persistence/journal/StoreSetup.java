package cmtp.persistence.journal;

import javax.sql.DataSource;
import org.apache.pekko.actor.setup.Setup;
import slick.jdbc.JdbcProfile;

/** Hands an open store to the actor system whose journal it is. */
final class StoreSetup extends Setup {
  private final DataSource dataSource;
  private final JdbcProfile profile;
  private final int connections;

  /**
   * @param connections how many the data source has for the journal at once
   */
  StoreSetup(DataSource dataSource, JdbcProfile profile, int connections) {
    this.dataSource = dataSource;
    this.profile = profile;
    this.connections = connections;
  }

  DataSource dataSource() {
    return dataSource;
  }

  JdbcProfile profile() {
    return profile;
  }

  int connections() {
    return connections;
  }
}
