package cmtp.simulations.report;

/**
 * One thing that a run has shown.
 *
 * @param sentence says it with its numbers, so that it stands alone
 */
public record Finding(Verdict verdict, String sentence) {

  public static Finding passed(String sentence) {
    return new Finding(Verdict.PASSED, sentence);
  }

  public static Finding failed(String sentence) {
    return new Finding(Verdict.FAILED, sentence);
  }

  public static Finding noted(String sentence) {
    return new Finding(Verdict.NOTED, sentence);
  }

  /** The one if it is so, the other if not. */
  public static Finding of(boolean passed, String ifPassed, String ifFailed) {
    return passed ? passed(ifPassed) : failed(ifFailed);
  }
}
