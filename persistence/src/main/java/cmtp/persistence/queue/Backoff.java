package cmtp.persistence.queue;

/**
 * How reaching the domain's node went. A dial counts as failed in a row from the moment it starts
 * until mail was handed over or a clear answer came: so a crash in the middle leaves the back-off
 * in force.
 *
 * @param failures dials in a row without success, the one under way included
 * @param failedDials dials that are known to have failed, ever
 * @param nextDialMs not before this; 0 if there is nothing to wait for
 * @param lastDialMs when the last dial started; 0 if there was none
 * @param reason of the last failed dial; empty after a success
 */
public record Backoff(
    int failures, long failedDials, long nextDialMs, long lastDialMs, String reason) {
  public static final Backoff NONE = new Backoff(0, 0, 0, 0, "");

  /** A dial starts; nothing more is heard of it unless it is said. */
  public Backoff dialled(long retryMs, long atMs) {
    return new Backoff(failures + 1, failedDials, retryMs, atMs, reason);
  }

  public Backoff failed(String why) {
    return new Backoff(failures, failedDials + 1, nextDialMs, lastDialMs, why);
  }

  /** Mail was handed over, or a clear answer came. */
  public Backoff succeeded() {
    return new Backoff(0, failedDials, 0, lastDialMs, "");
  }

  Backoff woken() {
    return new Backoff(failures, failedDials, 0, lastDialMs, reason);
  }
}
