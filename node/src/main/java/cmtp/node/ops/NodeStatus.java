package cmtp.node.ops;

import cmtp.node.keys.CurrentIdentity;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** What does not change while a node runs. */
public record NodeStatus(
    String version,
    CurrentIdentity identity,
    InetSocketAddress address,
    Path dataDirectory,
    long startedMs,
    long pid) {}
