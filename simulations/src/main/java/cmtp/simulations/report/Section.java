package cmtp.simulations.report;

import java.util.List;

/**
 * A part of a report with a heading of its own.
 *
 * @param text what can be seen here; may be empty
 */
public record Section(String title, String text, List<Part> parts) {
  public Section {
    parts = List.copyOf(parts);
  }

  public static Section of(String title, String text, Part... parts) {
    return new Section(title, text, List.of(parts));
  }
}
