package cmtp.persistence.store;

import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * JDBC's view of the store for the journal plugin: connections that read from the pool until they
 * want to write, then take a turn in the write lane until closed. Commits wait for the disk.
 */
public final class LaneDataSource implements DataSource {
  private final WriteLane lane;
  private final ReadPool readers;

  LaneDataSource(WriteLane lane, ReadPool readers) {
    this.lane = lane;
    this.readers = readers;
  }

  @Override
  public Connection getConnection() {
    return (Connection)
        Proxy.newProxyInstance(
            LaneDataSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new LaneConnection(lane, readers));
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("there are no users in this database");
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // There is nothing to write.
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // The lane and the pool have their own patience.
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("not logged through java.util.logging");
  }

  @Override
  public <T> T unwrap(Class<T> wanted) throws SQLException {
    throw new SQLFeatureNotSupportedException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> wanted) {
    return false;
  }
}
