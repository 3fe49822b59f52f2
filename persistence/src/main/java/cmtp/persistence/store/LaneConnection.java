package cmtp.persistence.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A connection that decides by what it is asked for: {@code setAutoCommit(false)}, or a statement
 * other than SELECT, takes a turn in the write lane; anything else reads from the pool. Both are
 * given back at {@code close()}, so a replay never holds the lane. A proxy, since JDBC's Connection
 * has some sixty methods of which six matter here.
 */
final class LaneConnection implements InvocationHandler {
  private final WriteLane lane;
  private final ReadPool readers;
  private WriteLane.Turn turn;
  private Db reader;
  private boolean closed;

  LaneConnection(WriteLane lane, ReadPool readers) {
    this.lane = lane;
    this.readers = readers;
  }

  @Override
  public synchronized Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
    switch (method.getName()) {
      case "close":
        close();
        return null;
      case "isClosed":
        return closed;
      case "isValid":
        return !closed;
      case "getAutoCommit":
        return turn == null || turn.connection().getAutoCommit();
      case "setAutoCommit":
        setAutoCommit((boolean) args[0]);
        return null;
      case "isWrapperFor":
        return false;
      case "equals":
        return proxy == args[0];
      case "hashCode":
        return System.identityHashCode(proxy);
      case "toString":
        return "LaneConnection(" + (turn != null ? "writing" : "reading") + ")";
      case "createStatement":
        return call(method, writing(), args);
      case "prepareStatement", "prepareCall":
        return call(method, isSelect((String) args[0]) ? any() : writing(), args);
      default:
        return call(method, any(), args);
    }
  }

  private static boolean isSelect(String sql) {
    return sql.stripLeading().regionMatches(true, 0, "select", 0, 6);
  }

  private static Object call(Method method, Connection target, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException failed) {
      throw Optional.ofNullable(failed.getCause()).orElse(failed);
    }
  }

  private void setAutoCommit(boolean auto) throws SQLException {
    if (!auto) {
      writing().setAutoCommit(false);
    } else if (turn != null) {
      turn.connection().setAutoCommit(true);
    }
  }

  private Connection writing() throws SQLException {
    refuseIfClosed();
    if (turn == null) {
      giveBackReader();
      turn = lane.take(Durability.FULL);
    }
    return turn.connection();
  }

  private Connection any() throws SQLException {
    refuseIfClosed();
    if (turn != null) {
      return turn.connection();
    }
    if (reader == null) {
      reader = readers.borrow();
    }
    return reader.connection();
  }

  private void refuseIfClosed() throws SQLException {
    if (closed) {
      throw new SQLException("this connection is closed");
    }
  }

  private void close() throws SQLException {
    closed = true;
    giveBackReader();
    if (turn != null) {
      WriteLane.Turn ended = turn;
      turn = null;
      ended.close();
    }
  }

  private void giveBackReader() {
    if (reader != null) {
      readers.giveBack(reader);
      reader = null;
    }
  }
}
