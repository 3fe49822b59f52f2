package cmtp.persistence.content;

/** The store's queue is full; nothing was done. */
public final class StoreOverloaded extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreOverloaded(String message) {
    super(message, null, false, false); // thrown in masses, when there is no time for stack traces
  }
}
