package cmtp.simulations.report;

/**
 * A command that does the same again.
 *
 * @param words what to expect of it; may be empty
 */
public record Replay(String command, String words) {}
