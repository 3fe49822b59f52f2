package cmtp.persistence.cluster;

import java.util.List;

/**
 * All rows at one moment.
 *
 * @param epoch how many clusters have formed on this database so far
 */
public record Members(long epoch, List<MemberRow> rows) {
  public Members {
    rows = List.copyOf(rows);
  }
}
