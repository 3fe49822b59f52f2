package cmtp.persistence.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A connection, as far as those see it who ask or change rows. For one thread at a time. */
public interface Statements {

  /** A statement that its owner keeps for the next one: close its result sets, not itself. */
  PreparedStatement prepare(String sql) throws SQLException;
}
