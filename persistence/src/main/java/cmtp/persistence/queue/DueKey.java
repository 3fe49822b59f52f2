package cmtp.persistence.queue;

/** The order in which messages are tried: by time, then as they came. */
record DueKey(long notBeforeMs, long id) implements Comparable<DueKey> {
  static DueKey of(Waiting waiting) {
    return new DueKey(waiting.notBeforeMs(), waiting.mail().id());
  }

  @Override
  public int compareTo(DueKey other) {
    int byTime = Long.compare(notBeforeMs, other.notBeforeMs);
    return byTime != 0 ? byTime : Long.compare(id, other.id);
  }
}
