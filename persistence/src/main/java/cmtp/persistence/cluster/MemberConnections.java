package cmtp.persistence.cluster;

import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes the connections of a {@link MemberTable}: outside of every pool, and never for ever. */
public final class MemberConnections {
  private MemberConnections() {}

  /**
   * @param url as for the store, {@code jdbc:postgresql://...}
   * @param patience longest time to connect, and for one answer
   * @throws IllegalArgumentException if the address is none of PostgreSQL's
   */
  public static DataSource to(String url, String user, String password, Duration patience) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    if (!user.isEmpty()) {
      source.setUser(user);
    }
    if (!password.isEmpty()) {
      source.setPassword(password);
    }
    int seconds = Math.max(1, (int) patience.toSeconds());
    source.setConnectTimeout(seconds);
    source.setLoginTimeout(seconds);
    source.setSocketTimeout(seconds);
    source.setTcpKeepAlive(true);
    source.setApplicationName("cmtp-member");
    return source;
  }
}
