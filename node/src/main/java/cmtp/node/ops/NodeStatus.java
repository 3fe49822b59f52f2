package cmtp.node.ops;

import cmtp.node.keys.ServerIdentity;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** What does not change while a node runs. */
public record NodeStatus(
    String version,
    ServerIdentity identity,
    InetSocketAddress address,
    Path dataDirectory,
    long startedMs,
    long pid,
    long quotaBytes) {}
