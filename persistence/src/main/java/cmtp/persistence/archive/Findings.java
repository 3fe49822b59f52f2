package cmtp.persistence.archive;

import java.util.ArrayList;
import java.util.List;

/** Collects problems; counts all, and keeps as many as anybody would read. */
final class Findings {
  private static final int KEPT_MAX = 1000;

  private final List<Problem> kept = new ArrayList<>();
  private long errors;
  private long warnings;

  void error(String what) {
    errors++;
    keep(new Problem(Problem.Weight.ERROR, what));
  }

  void warn(String what) {
    warnings++;
    keep(new Problem(Problem.Weight.WARNING, what));
  }

  private void keep(Problem problem) {
    if (kept.size() < KEPT_MAX) {
      kept.add(problem);
    }
  }

  long errors() {
    return errors;
  }

  long warnings() {
    return warnings;
  }

  List<Problem> kept() {
    return kept;
  }
}
