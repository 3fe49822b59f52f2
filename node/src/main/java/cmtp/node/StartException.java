package cmtp.node;

/** The node can't start; the message says why and what to do. */
public class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
