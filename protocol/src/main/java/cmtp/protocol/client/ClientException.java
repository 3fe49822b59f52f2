package cmtp.protocol.client;

import java.io.IOException;

/**
 * The server broke the protocol, or could not prove who it is; the connection is of no more use.
 */
public class ClientException extends IOException {
  private static final long serialVersionUID = 1L;

  public ClientException(String message) {
    super(message);
  }
}
