package cmtp.node.routing;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import cmtp.protocol.address.DomainName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A resolver under test: its settings, its clock, and answers waited for. */
final class Resolving implements AutoCloseable {
  static final Duration BUDGET = Duration.ofSeconds(10);

  /** For zones that never answer; at a fifth of it a question is asked again. */
  static final Duration SHORT_BUDGET = Duration.ofMillis(2500);

  private final ExecutorService executor = Executors.newFixedThreadPool(2);
  private final DnsResolver resolver;
  private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

  Resolving(ResolverSettings settings, InetSocketAddress... own) {
    try {
      resolver = new DnsResolver(settings, Set.of(own), clock(), new Random(7), executor);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static ResolverSettings publicOnly(Duration budget, InetSocketAddress... servers) {
    return settings(budget, false, List.of(servers));
  }

  static ResolverSettings privateToo(Duration budget, InetSocketAddress... servers) {
    return settings(budget, true, List.of(servers));
  }

  private static ResolverSettings settings(
      Duration budget, boolean privateTargets, List<InetSocketAddress> servers) {
    Duration ttlMax = Duration.ofHours(1);
    Duration negativeTtlMax = Duration.ofMinutes(5);
    return new ResolverSettings(
        servers, budget, 100, ttlMax, negativeTtlMax, false, Optional.empty(), privateTargets);
  }

  static ResolverSettings validating(Path anchors, InetSocketAddress server) {
    return new ResolverSettings(
        List.of(server),
        BUDGET,
        100,
        Duration.ofHours(1),
        Duration.ofMinutes(5),
        true,
        Optional.of(anchors),
        true);
  }

  CompletionStage<Resolution> start(String domain) {
    return resolver.resolve(new DomainName(domain));
  }

  Resolution resolve(String domain) {
    return within(start(domain));
  }

  Report report(String domain) {
    return within(resolver.report(new DomainName(domain)));
  }

  List<String> targets(String domain) {
    return found(domain).targets().stream().map(Resolving::text).toList();
  }

  Resolution.Found found(String domain) {
    return assertInstanceOf(Resolution.Found.class, resolve(domain));
  }

  String nowhere(String domain) {
    return assertInstanceOf(Resolution.NoSuchDomain.class, resolve(domain)).reason();
  }

  String unresolved(String domain) {
    return assertInstanceOf(Resolution.Unresolved.class, resolve(domain)).reason();
  }

  private static String text(Resolution.Target target) {
    InetSocketAddress address = target.address();
    return target.host() + " " + address.getAddress().getHostAddress() + " " + address.getPort();
  }

  static <T> T within(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    return future.orTimeout(30, TimeUnit.SECONDS).join();
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
