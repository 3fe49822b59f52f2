package cmtp.persistence.content;

import cmtp.persistence.store.WriteTurn;
import java.sql.SQLException;

/** Old entries of the trace on their way out. */
final class TraceDeletion implements Deleter.Job {
  /** Measured with 500,000 rows: a slice of 512 holds the lane for 14 ms. */
  private static final int ROWS_A_UNIT = 8;

  private final WriteOperation.Forget operation;
  private int forgotten;
  private boolean done;

  TraceDeletion(WriteOperation.Forget operation) {
    this.operation = operation;
  }

  @Override
  public int advance(WriteTurn turn, int units) throws SQLException {
    int rowsMax = units * ROWS_A_UNIT;
    int rows = TraceRows.deleteBefore(turn, operation.beforeMs(), rowsMax);
    forgotten += rows;
    done = rows < rowsMax;
    return rows / ROWS_A_UNIT + 1;
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public void succeeded() {
    operation.done().complete(forgotten);
  }

  @Override
  public WriteOperation operation() {
    return operation;
  }
}
