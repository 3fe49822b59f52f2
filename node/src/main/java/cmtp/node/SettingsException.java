package cmtp.node;

/** A setting is missing, unknown or out of range; the message says which and what to do. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SettingsException(String message) {
    super(message);
  }
}
