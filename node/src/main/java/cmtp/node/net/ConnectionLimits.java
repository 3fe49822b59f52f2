package cmtp.node.net;

import cmtp.protocol.Limits;
import java.time.Duration;

/**
 * What one connection may do, and how many there may be (SPEC 1.3, 2.6).
 *
 * @param connectionsMax in all
 * @param connectionsPerAddressMax from one IP address
 * @param idle longest silence between commands
 * @param command longest time for the rest of a started command
 * @param domainWait how long KEYREQUEST waits for its second parameter
 * @param messageBytesPerSecondMin slowest sender inside a message
 * @param commandsPerSecondMax above it a connection is read more slowly
 * @param drain after an early refusal, how long what still comes is read and dropped
 * @param drainBytesMax and how much of it
 */
public record ConnectionLimits(
    Limits protocol,
    int connectionsMax,
    int connectionsPerAddressMax,
    Duration idle,
    Duration command,
    Duration domainWait,
    int messageBytesPerSecondMin,
    int commandsPerSecondMax,
    Duration drain,
    int drainBytesMax) {}
