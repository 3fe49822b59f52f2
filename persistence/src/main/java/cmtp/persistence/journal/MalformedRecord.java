package cmtp.persistence.journal;

/** Stored bytes that are not of the form their manifest promises. */
public final class MalformedRecord extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedRecord(String message) {
    super(message);
  }

  MalformedRecord(String message, Throwable cause) {
    super(message, cause);
  }
}
