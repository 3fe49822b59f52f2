package cmtp.node.cli.doctor;

/**
 * One line of the report.
 *
 * @param what was looked at, in a word
 * @param text what is so
 * @param advice what to do; empty if there is nothing to do
 */
record Finding(Level level, String what, String text, String advice) {
  enum Level {
    OK,
    /** It works, but not as well as it could, or not for everybody. */
    WARNING,
    /** Mail will not get there, or must not. */
    WRONG
  }

  static Finding ok(String what, String text) {
    return new Finding(Level.OK, what, text, "");
  }

  static Finding warning(String what, String text, String advice) {
    return new Finding(Level.WARNING, what, text, advice);
  }

  static Finding wrong(String what, String text, String advice) {
    return new Finding(Level.WRONG, what, text, advice);
  }
}
