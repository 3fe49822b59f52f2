package cmtp.persistence.store;

import java.time.Duration;

/**
 * @param readersMax connections that read at once; the journal's threads and the content store's
 *     together
 * @param logBytesMax from what size of the write-ahead log on it is carried into the database
 * @param patience how long one waits for a turn to write, or for a connection to read
 */
public record StoreSettings(int readersMax, long logBytesMax, Duration patience) {
  public static final StoreSettings DEFAULT =
      new StoreSettings(16, 64L * 1024 * 1024, Duration.ofSeconds(30));
}
