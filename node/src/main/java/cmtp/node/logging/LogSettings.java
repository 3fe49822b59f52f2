package cmtp.node.logging;

/**
 * How a node logs.
 *
 * @param level error, warn, info or debug
 * @param addresses whether addresses of users are written
 */
public record LogSettings(String level, boolean json, boolean addresses) {}
