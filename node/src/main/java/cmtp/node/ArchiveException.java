package cmtp.node;

/** A backup, a restore or the like can't be done; the message tells people why. */
public final class ArchiveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
