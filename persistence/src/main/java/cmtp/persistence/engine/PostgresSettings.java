package cmtp.persistence.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * @param url {@code jdbc:postgresql://host/database}, with the driver's own parameters if need be
 * @param user the role to log in as; empty for the driver's choice
 * @param passwordFile its first line is the password; empty if the server asks for none
 * @param connectionsMax of this process, in all
 * @param patience how long one waits for a connection, or for the server to accept one
 * @param silenceMax how long the server may be silent in the middle of a statement
 */
public record PostgresSettings(
    String url,
    String user,
    Optional<Path> passwordFile,
    int connectionsMax,
    Duration patience,
    Duration silenceMax) {
  public static final int CONNECTIONS_MIN = 8;
  public static final String URL_START = "jdbc:postgresql:";

  /**
   * @throws IllegalArgumentException with a message for people that does not repeat the URL, in
   *     which a password may have been written
   */
  public PostgresSettings {
    if (!url.startsWith(URL_START)) {
      throw new IllegalArgumentException("it must begin with " + URL_START);
    }
    String lower = url.toLowerCase(java.util.Locale.ROOT);
    if (lower.contains("password=") || url.indexOf('@') >= 0) {
      throw new IllegalArgumentException(
          "there is a password in it, which anybody may see; write it to a file of its own");
    }
    if (connectionsMax < CONNECTIONS_MIN) {
      throw new IllegalArgumentException("fewer than " + CONNECTIONS_MIN + " connections");
    }
  }

  public PostgresSettings(String url, String user, Optional<Path> passwordFile) {
    this(url, user, passwordFile, 16, Duration.ofSeconds(5), Duration.ofSeconds(30));
  }
}
