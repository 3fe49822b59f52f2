package cmtp.simulations.report;

import java.util.List;

/** Lines in the order in which things happened, shown as they are. */
public record Story(String title, List<String> lines) implements Part {
  public Story {
    lines = List.copyOf(lines);
  }
}
