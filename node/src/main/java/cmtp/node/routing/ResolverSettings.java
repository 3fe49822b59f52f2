package cmtp.node.routing;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How domains are looked up.
 *
 * @param servers another is asked where one fails; empty: the system's
 * @param budget longest time for all questions about one domain
 * @param cacheEntriesMax answers remembered, found and not found
 * @param ttlMax longest time that an answer is remembered, whatever its TTL
 * @param negativeTtlMax the same for answers that there is nothing
 * @param dnssec whether answers are validated
 * @param trustAnchors a file with DS or DNSKEY records; empty: the root's
 * @param privateTargets whether loopback, link-local and private addresses are taken
 */
public record ResolverSettings(
    List<InetSocketAddress> servers,
    Duration budget,
    int cacheEntriesMax,
    Duration ttlMax,
    Duration negativeTtlMax,
    boolean dnssec,
    Optional<Path> trustAnchors,
    boolean privateTargets) {
  public ResolverSettings {
    servers = List.copyOf(servers);
  }
}
