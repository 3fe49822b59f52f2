package cmtp.node.routing;

import cmtp.node.routing.Discovery.Decided;
import cmtp.protocol.address.DomainName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;

/**
 * Finds domains' nodes in DNS. Nothing waits: sockets belong to the library's one thread, deciding
 * and validating to the executor. Those who ask for the same domain at the same time share one
 * look-up; at most {@value #LOOKUPS_MAX} are under way, further ones are told to come back.
 */
public final class DnsResolver implements DomainResolver {
  private static final Logger LOG = LoggerFactory.getLogger(DnsResolver.class);
  private static final int LOOKUPS_MAX = 500;

  /** One silent server must leave time for another, one lost packet for a second try. */
  private static final int ATTEMPTS_IN_BUDGET = 5;

  private static final Duration ATTEMPT_MAX = Duration.ofSeconds(2);

  private final ResolverSettings settings;
  private final TargetPolicy policy;
  private final Questioner questioner;
  private final Clock clock;
  private final RandomGenerator random;
  private final Executor executor;
  private final AnswerCache cache;
  private final ConcurrentHashMap<DomainName, CompletableFuture<Verdict>> underWay =
      new ConcurrentHashMap<>();

  /**
   * @param own where this node listens: never a target, whatever the settings
   * @param random safe for all threads
   * @param executor runs what follows an answer; must not wait for long, and should have more than
   *     one thread
   * @throws IOException with a message for people, if the trust anchors can't be read
   */
  public DnsResolver(
      ResolverSettings settings,
      Set<InetSocketAddress> own,
      Clock clock,
      RandomGenerator random,
      Executor executor)
      throws IOException {
    this.settings = settings;
    this.policy = new TargetPolicy(settings.privateTargets(), own, LocalAddresses::contain);
    this.clock = clock;
    this.random = random;
    this.executor = executor;
    this.questioner = new Questioner(resolver(), settings.dnssec(), executor);
    this.cache =
        new AnswerCache(settings.cacheEntriesMax(), settings.ttlMax(), settings.negativeTtlMax());
  }

  private Resolver resolver() throws IOException {
    List<InetSocketAddress> addresses =
        settings.servers().isEmpty()
            ? ResolverConfig.getCurrentConfig().servers()
            : settings.servers();
    Duration share = settings.budget().dividedBy(ATTEMPTS_IN_BUDGET);
    Duration attemptMax = share.compareTo(ATTEMPT_MAX) < 0 ? share : ATTEMPT_MAX;
    NameServers servers = new NameServers(addresses, attemptMax, executor);
    return settings.dnssec() ? Validation.over(servers, settings.trustAnchors(), clock) : servers;
  }

  @Override
  public CompletionStage<Resolution> resolve(DomainName domain) {
    return cache
        .find(domain, clock.instant())
        .map(CompletableFuture::completedStage)
        .orElseGet(() -> find(domain))
        .thenApply(this::resolution);
  }

  /** Looks a domain up, whatever is remembered, and tells all that was seen. */
  public CompletionStage<Report> report(DomainName domain) {
    Lookup lookup = lookup(domain);
    return lookup
        .run(settings.budget())
        .thenApply(
            end -> new Report(domain, lookup.findings(), resolution(end.verdict()), end.ttl()));
  }

  private CompletionStage<Verdict> find(DomainName domain) {
    CompletableFuture<Verdict> mine = new CompletableFuture<>();
    CompletableFuture<Verdict> theirs = underWay.putIfAbsent(domain, mine);
    if (theirs != null) {
      return theirs;
    } else if (underWay.size() > LOOKUPS_MAX) {
      underWay.remove(domain, mine);
      mine.complete(new Verdict.Unknown("busy: too many domains are looked up already"));
      return mine;
    }
    lookup(domain)
        .run(settings.budget())
        .whenComplete(
            (end, failure) -> {
              Verdict verdict = failure == null ? remember(domain, end) : broken(domain, failure);
              underWay.remove(domain, mine); // only now that it can be found in the cache
              mine.complete(verdict);
            });
    return mine;
  }

  private Lookup lookup(DomainName domain) {
    Discovery discovery = new Discovery(domain, settings.dnssec(), policy, random.nextLong());
    return new Lookup(discovery, questioner, executor);
  }

  private Verdict remember(DomainName domain, Decided end) {
    cache.put(domain, end.verdict(), end.ttl(), clock.instant());
    return end.verdict();
  }

  private static Verdict broken(DomainName domain, Throwable failure) {
    if (failure instanceof RejectedExecutionException
        || failure.getCause() instanceof RejectedExecutionException) {
      return new Verdict.Unknown("this node is stopping");
    }
    LOG.error("looking up {} went wrong", domain, failure);
    return new Verdict.Unknown("looking it up went wrong; the log says how");
  }

  private Resolution resolution(Verdict verdict) {
    return verdict.resolution(random);
  }
}
