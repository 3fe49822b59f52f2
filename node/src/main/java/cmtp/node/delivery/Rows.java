package cmtp.node.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The order of rows about queues, and what they weigh in bytes on their way between processes, a
 * little more rather than less. What one message holds of them stays far below the largest one that
 * the remoting takes.
 */
record Rows<T>(Comparator<T> order, ToIntFunction<T> bytes) {
  static final int BYTES_MAX = 384 * 1024;

  private static final int ROW_BYTES = 640;
  private static final int REASON_BYTES = 32;

  /** UTF-8 of one char. */
  private static final int CHAR_BYTES_MAX = 3;

  /** A queue without waiting mail comes last. */
  static final Rows<RemoteDomain.Summary> SUMMARIES =
      new Rows<>(Comparator.comparingLong(Rows::sinceMs), Rows::bytes);

  static final Rows<RemoteDomain.Mail> MAILS =
      new Rows<>(Comparator.comparingLong(RemoteDomain.Mail::acceptedMs), Rows::bytes);

  private static long sinceMs(RemoteDomain.Summary summary) {
    return summary.oldestMs() == 0 ? Long.MAX_VALUE : summary.oldestMs();
  }

  private static int bytes(RemoteDomain.Summary row) {
    int reasons =
        row.byReason().stream().mapToInt(count -> REASON_BYTES + bytes(count.reason())).sum();
    return ROW_BYTES + bytes(row.domain().value()) + bytes(row.backoff().reason()) + reasons;
  }

  private static int bytes(RemoteDomain.Mail row) {
    return ROW_BYTES
        + bytes(row.domain().value())
        + bytes(row.source())
        + bytes(row.destination())
        + bytes(row.reason());
  }

  private static int bytes(String text) {
    return CHAR_BYTES_MAX * text.length();
  }

  /** The first of them that fit, one at least. */
  List<T> fitting(List<T> rows, int limit) {
    List<T> kept = new ArrayList<>();
    long sum = 0;
    for (T row : rows) {
      sum += bytes.applyAsInt(row);
      if (!kept.isEmpty() && (kept.size() == limit || sum > BYTES_MAX)) {
        break;
      }
      kept.add(row);
    }
    return kept;
  }
}
