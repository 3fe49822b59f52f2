package cmtp.persistence.cluster;

/** What became of a sign of life. */
public enum Beat {
  NOTED,
  /** Another cluster has formed since: this process is of a dead one. */
  EPOCH_MOVED,
  /** Somebody has deleted the row: it was taken for dead, removed, or its address was taken. */
  ROW_GONE
}
