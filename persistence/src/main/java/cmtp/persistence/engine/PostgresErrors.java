package cmtp.persistence.engine;

import java.sql.SQLException;

/** What PostgreSQL's errors mean to those who run the node. */
final class PostgresErrors {
  private PostgresErrors() {}

  /**
   * One sentence for a log or an operator.
   *
   * @param server names it, without a password
   */
  static String describe(SQLException error, String server) {
    String state = state(error);
    return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
      case "08" -> server + " can't be reached: " + innermost(error);
      case "28" -> server + " refuses the login: check cmtp.store.user and the password file";
      case "3D" -> server + " has no such database: create it first";
      case "42" -> server + ": " + innermost(error) + "; the role must own the database's tables";
      case "53" -> server + " is short of disk, memory or connections: " + innermost(error);
      case "57" -> server + " stops or has just started: " + innermost(error);
      case "25" -> server + " can't be written, it may be a replica: " + innermost(error);
      case "XX" -> server + " is damaged: restore it from a backup: " + innermost(error);
      default -> server + ": " + innermost(error);
    };
  }

  /** The pool wraps what the driver said, without its state. */
  private static String state(SQLException error) {
    String state = "";
    for (Throwable one = error; one != null && state.isEmpty(); one = one.getCause()) {
      if (one instanceof SQLException sql && sql.getSQLState() != null) {
        state = sql.getSQLState();
      }
    }
    return state;
  }

  private static String innermost(SQLException error) {
    SQLException found = error;
    for (Throwable one = error; one != null; one = one.getCause()) {
      if (one instanceof SQLException sql) {
        found = sql;
      }
    }
    return found.getMessage();
  }
}
