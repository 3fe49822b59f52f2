package cmtp.node;

/** The node did not come into its cluster, or not stay in it, while it started: start it again. */
public final class LostClusterException extends StartException {
  private static final long serialVersionUID = 1L;

  LostClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
