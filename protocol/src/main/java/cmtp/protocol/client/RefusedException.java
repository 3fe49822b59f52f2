package cmtp.protocol.client;

import cmtp.protocol.command.Status;

/** The server understood an X1 command and refused it; the connection is still good. */
public final class RefusedException extends ClientException {
  private static final long serialVersionUID = 1L;

  private final Status status;

  public RefusedException(Status status, String text) {
    super(text.isBlank() ? status.name() : text);
    this.status = status;
  }

  public Status status() {
    return status;
  }
}
