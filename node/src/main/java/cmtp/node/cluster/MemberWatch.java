package cmtp.node.cluster;

import cmtp.persistence.cluster.MemberRow;
import cmtp.persistence.cluster.Members;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What looking at the rows again and again has told so far; immutable. A row whose beat does not
 * change says something only if the database was there, and this process awake, all the time: after
 * a gap the watch begins anew.
 *
 * @param seen by incarnation
 * @param lastMs when the rows were last seen; negative if the watch has yet to begin
 * @param gapMaxMs longest time between two looks that counts as watching
 */
record MemberWatch(Map<Long, Seen> seen, Members members, long lastMs, long gapMaxMs) {
  /**
   * @param beat the last one seen
   * @param sinceMs when it was seen first
   * @param moved whether the beat has changed during the watch
   */
  record Seen(long beat, long sinceMs, boolean moved) {}

  /**
   * A row with what the watch adds to it.
   *
   * @param unmovedMs for how long its beat has been watched without a change
   * @param moved whether it has changed at all during the watch
   */
  record Sighting(MemberRow row, long unmovedMs, boolean moved) {}

  MemberWatch {
    seen = Map.copyOf(seen);
  }

  static MemberWatch begin(long gapMaxMs) {
    return new MemberWatch(Map.of(), new Members(0, List.of()), -1, gapMaxMs);
  }

  /** The database did not answer, so nobody could have moved. */
  MemberWatch interrupted() {
    return begin(gapMaxMs);
  }

  /**
   * @param nowMs by any clock: one that was set meanwhile begins the watch anew too
   */
  MemberWatch look(Members found, long nowMs) {
    boolean watched = lastMs >= 0 && nowMs >= lastMs && nowMs - lastMs <= gapMaxMs;
    Map<Long, Seen> next = new HashMap<>();
    for (MemberRow row : found.rows()) {
      Seen before = watched ? seen.get(row.incarnation()) : null;
      next.put(row.incarnation(), now(row, before, nowMs));
    }
    return new MemberWatch(next, found, nowMs, gapMaxMs);
  }

  private static Seen now(MemberRow row, Seen before, long nowMs) {
    if (before == null) {
      return new Seen(row.beat(), nowMs, false);
    }
    return before.beat() == row.beat() ? before : new Seen(row.beat(), nowMs, true);
  }

  long epoch() {
    return members.epoch();
  }

  List<Sighting> sightings() {
    return members.rows().stream().map(this::sighting).toList();
  }

  private Sighting sighting(MemberRow row) {
    Seen known = seen.get(row.incarnation());
    return new Sighting(row, lastMs - known.sinceMs(), known.moved());
  }
}
