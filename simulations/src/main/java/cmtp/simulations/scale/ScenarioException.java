package cmtp.simulations.scale;

/** A scenario can't be read or makes no sense; the message is for people. */
final class ScenarioException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScenarioException(String message) {
    super(message);
  }
}
