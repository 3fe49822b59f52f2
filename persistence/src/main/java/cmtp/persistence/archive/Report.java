package cmtp.persistence.archive;

import java.util.List;

/**
 * What a verification found.
 *
 * @param problems the first thousand of them
 * @param errors how many there are in all
 * @param warnings how many there are in all
 */
public record Report(
    long entities,
    long events,
    long snapshots,
    long contents,
    long contentBytes,
    long errors,
    long warnings,
    List<Problem> problems) {
  public Report {
    problems = List.copyOf(problems);
  }

  public boolean isSound() {
    return errors == 0;
  }
}
