package cmtp.persistence.archive;

import cmtp.protocol.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * One row of a table: a Long, String, Bytes or null for each of its columns, a flag being 0 or 1.
 */
record Row(Table table, List<Object> values) {
  Row {
    values = Collections.unmodifiableList(new ArrayList<>(values)); // nulls are values here
    if (values.size() != table.columns().size()) {
      throw new IllegalArgumentException(values.size() + " values for " + table);
    }
  }

  long number(int column) {
    return (Long) Objects.requireNonNull(values.get(column));
  }

  String text(int column) {
    return (String) Objects.requireNonNull(values.get(column));
  }

  Bytes bytes(int column) {
    return (Bytes) Objects.requireNonNull(values.get(column));
  }

  /** What the row weighs, about: for batches. */
  int weight() {
    int sum = 16;
    for (Object value : values) {
      sum +=
          value instanceof Bytes bytes
              ? bytes.length()
              : value instanceof String text ? 2 * text.length() : 8;
    }
    return sum;
  }
}
