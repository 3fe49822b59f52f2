package cmtp.persistence.queue;

/** A message has at most one report of each kind. */
record ReportKey(long mailId, ReportKind kind) implements Comparable<ReportKey> {
  static ReportKey of(Report report) {
    return new ReportKey(report.mailId(), report.kind());
  }

  @Override
  public int compareTo(ReportKey other) {
    int byMail = Long.compare(mailId, other.mailId);
    return byMail != 0 ? byMail : kind.compareTo(other.kind);
  }
}
