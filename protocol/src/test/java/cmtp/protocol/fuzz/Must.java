package cmtp.protocol.fuzz;

import java.util.Objects;

/** What a target claims; without JUnit, so that Jazzer needs none. */
final class Must {
  private Must() {}

  static void hold(boolean condition, String claim) {
    if (!condition) {
      throw new AssertionError(claim);
    }
  }

  static void beEqual(Object expected, Object actual, String claim) {
    if (!Objects.equals(expected, actual)) {
      throw new AssertionError(claim + ": " + expected + " and " + actual);
    }
  }
}
