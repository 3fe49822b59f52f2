package cmtp.node.peer;

import java.time.Duration;

/**
 * How outgoing connections behave.
 *
 * @param connectTimeout for one address
 * @param replyTimeout for any one answer, from the last byte of its question
 * @param bytesPerSecondMin slowest peer inside a question, over every 30 s, or over every
 *     replyTimeout if that is shorter
 * @param offerFromBytes messages of this size and more are offered before they are sent
 */
public record PeerSettings(
    Duration connectTimeout, Duration replyTimeout, int bytesPerSecondMin, long offerFromBytes) {}
