package cmtp.node.ops;

import cmtp.node.keys.CurrentIdentity;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What does not change while a node runs.
 *
 * @param cmtpdAddress where the cmtpd dialect is spoken, if it is
 */
public record NodeStatus(
    String version,
    CurrentIdentity identity,
    InetSocketAddress address,
    Optional<InetSocketAddress> cmtpdAddress,
    Path dataDirectory,
    long startedMs,
    long pid) {}
