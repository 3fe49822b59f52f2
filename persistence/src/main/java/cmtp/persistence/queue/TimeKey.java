package cmtp.persistence.queue;

/** Orders messages by a time, Unix milliseconds, then as they came. */
record TimeKey(long ms, long id) implements Comparable<TimeKey> {
  static TimeKey due(Waiting waiting) {
    return new TimeKey(waiting.notBeforeMs(), waiting.mail().id());
  }

  static TimeKey of(Finished finished) {
    return new TimeKey(finished.atMs(), finished.id());
  }

  @Override
  public int compareTo(TimeKey other) {
    int byTime = Long.compare(ms, other.ms);
    return byTime != 0 ? byTime : Long.compare(id, other.id);
  }
}
