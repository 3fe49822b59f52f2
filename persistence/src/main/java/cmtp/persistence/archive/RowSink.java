package cmtp.persistence.archive;

import java.io.IOException;
import java.sql.SQLException;

/**
 * Takes a store's rows in the order of an archive: for each entity, by the bytes of its persistence
 * id, its snapshots and then its events by their numbers; then the other tables, each by its key.
 */
interface RowSink {
  void row(Row row) throws IOException, SQLException;
}
