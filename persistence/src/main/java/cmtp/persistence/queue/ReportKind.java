package cmtp.persistence.queue;

/** What a message from the server to an originator tells (RFC 3464: delayed, failed). */
public enum ReportKind {
  DELAY,
  FAILURE
}
