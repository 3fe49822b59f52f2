package cmtp.simulations.sim.scenario;

/** A scenario is not in order; the message is for people. */
public final class ScenarioException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ScenarioException(String message) {
    super(message);
  }
}
