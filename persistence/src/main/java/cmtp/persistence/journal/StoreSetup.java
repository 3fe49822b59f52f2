package cmtp.persistence.journal;

import cmtp.persistence.store.SqliteStore;
import org.apache.pekko.actor.setup.Setup;

/** Hands an open store to the actor system whose journal it is. */
public final class StoreSetup extends Setup {
  private final SqliteStore store;

  public StoreSetup(SqliteStore store) {
    this.store = store;
  }

  SqliteStore store() {
    return store;
  }
}
