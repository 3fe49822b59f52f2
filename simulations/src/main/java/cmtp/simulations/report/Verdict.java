package cmtp.simulations.report;

import java.util.Locale;

/** How one finding turned out. */
public enum Verdict {
  PASSED("Passed"),
  FAILED("Failed"),
  /** Neither: something that readers must know to judge the rest, as that the machine was busy. */
  NOTED("Note");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  String json() {
    return name().toLowerCase(Locale.ROOT);
  }
}
