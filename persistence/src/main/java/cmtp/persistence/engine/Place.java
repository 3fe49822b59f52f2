package cmtp.persistence.engine;

import cmtp.persistence.archive.KeptFile;
import cmtp.persistence.archive.StoreLoader;
import cmtp.persistence.archive.StoreView;
import cmtp.persistence.store.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/**
 * Where a node's store is, or will be, for those who are not that node: they read it beside the
 * node, or fill it while there is nothing. The data directory belongs to it.
 */
public interface Place {

  Path directory();

  /** One moment of it; the node may go on. */
  StoreView view() throws SQLException;

  /**
   * Begins to fill it.
   *
   * @throws StoreUnavailable if something is there already, or somebody uses it
   */
  Filling fill(Clock clock) throws SQLException;

  /**
   * Keeps nodes out while it is read for the last time.
   *
   * @throws StoreUnavailable if a node runs
   */
  AutoCloseable hold() throws SQLException;

  /** Puts what was moved to another place where no node takes it for a store, if that can be. */
  void retire(long nowMs) throws IOException;

  /** Files of the data directory that belong to the store. */
  List<KeptFile> files() throws IOException;

  /** For people; without a password. */
  String describe();

  /** A store that is none until it is complete. */
  interface Filling extends AutoCloseable {
    StoreLoader loader();

    /**
     * Keeps a file in the data directory.
     *
     * @throws StoreUnavailable if there is another one of that name
     */
    void keep(KeptFile file);

    /** From now on it is a store, on the disk. */
    void complete() throws IOException, SQLException;

    /** Leaves nothing behind that was not completed. */
    @Override
    void close() throws SQLException;
  }
}
