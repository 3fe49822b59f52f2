package cmtp.persistence.content;

/** The database failed; whether a write was done is unknown. */
public final class StoreFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
