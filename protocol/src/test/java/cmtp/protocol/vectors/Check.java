package cmtp.protocol.vectors;

/**
 * Runs the vectors of one kind through the production code: says what came out, and fails where an
 * intermediate value differs from the vector's.
 */
@FunctionalInterface
interface Check {
  String MALFORMED = "malformed";

  /**
   * What came of the input: {@code ok}, or {@code malformed} or {@code refused}, with a reason
   * where the production code gives one.
   */
  String outcome(Vector vector);
}
