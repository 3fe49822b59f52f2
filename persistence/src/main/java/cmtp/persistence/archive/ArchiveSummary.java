package cmtp.persistence.archive;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was written or read.
 *
 * @param files names of the files that came with the store
 * @param rows of each table, by its name in the database
 */
public record ArchiveSummary(List<String> files, Map<String, Long> rows) {
  public ArchiveSummary {
    files = List.copyOf(files);
    rows = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(rows));
  }

  static ArchiveSummary of(List<String> files, EnumMap<Table, Long> counts) {
    Map<String, Long> rows = new LinkedHashMap<>();
    for (Table table : Table.values()) {
      rows.put(table.inDatabase(), counts.getOrDefault(table, 0L));
    }
    return new ArchiveSummary(files, rows);
  }

  public long events() {
    return rows.getOrDefault(Table.EVENT.inDatabase(), 0L);
  }

  public long chunks() {
    return rows.getOrDefault(Table.CHUNK.inDatabase(), 0L);
  }
}
