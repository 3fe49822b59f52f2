package cmtp.simulations.report;

import java.util.List;

/** Rows of texts; columns that hold only numbers are set to the right. */
public record Table(String title, List<String> columns, List<List<String>> rows) implements Part {
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            title + ": " + columns.size() + " columns, but a row of " + row.size());
      }
    }
  }
}
