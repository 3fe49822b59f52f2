package cmtp.node.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.address.DomainName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final DomainName A = new DomainName("a.test");
  private static final Verdict HERE = new Verdict.Here(List.of(), Optional.empty());
  private static final Verdict NOWHERE = new Verdict.Nowhere("none");

  private final AnswerCache cache =
      new AnswerCache(32, Duration.ofSeconds(3600), Duration.ofSeconds(300));

  @Test
  void remembersForTheTimeToLive() {
    cache.put(A, HERE, Duration.ofSeconds(60), NOW);
    assertEquals(Optional.of(HERE), cache.find(A, NOW.plusSeconds(59)));
    assertEquals(Optional.empty(), cache.find(A, NOW.plusSeconds(60)));
    assertEquals(0, cache.size());
  }

  @Test
  void remembersNothingForLongerThanTheSettingsSay() {
    cache.put(A, HERE, Duration.ofDays(1), NOW);
    assertEquals(Optional.of(HERE), cache.find(A, NOW.plusSeconds(3599)));
    assertEquals(Optional.empty(), cache.find(A, NOW.plusSeconds(3600)));
    cache.put(A, NOWHERE, Duration.ofDays(1), NOW);
    assertEquals(Optional.of(NOWHERE), cache.find(A, NOW.plusSeconds(299)));
    assertEquals(Optional.empty(), cache.find(A, NOW.plusSeconds(300)));
  }

  @Test
  void doesNotRememberWhatCouldNotBeTold() {
    cache.put(A, new Verdict.Unknown("silence"), Duration.ofSeconds(60), NOW);
    cache.put(A, HERE, Duration.ZERO, NOW);
    assertEquals(Optional.empty(), cache.find(A, NOW));
  }

  @Test
  void forgetsWhatWasUsedLongestAgo() {
    put(32);
    cache.find(domain(0), NOW);
    cache.put(A, HERE, Duration.ofSeconds(60), NOW);
    assertTrue(cache.size() <= 32, "held " + cache.size());
    assertEquals(Optional.of(HERE), cache.find(domain(0), NOW), "just used");
    assertEquals(Optional.of(HERE), cache.find(A, NOW), "new");
    assertEquals(Optional.empty(), cache.find(domain(1), NOW), "oldest");
    assertEquals(Optional.of(HERE), cache.find(domain(31), NOW), "young");
  }

  @Test
  void staysWithinItsBound() {
    put(1000);
    assertTrue(cache.size() <= 32, "held " + cache.size());
  }

  @Test
  void canBeSwitchedOff() {
    AnswerCache off = new AnswerCache(0, Duration.ofSeconds(3600), Duration.ofSeconds(300));
    off.put(A, HERE, Duration.ofSeconds(60), NOW);
    assertEquals(Optional.empty(), off.find(A, NOW));
  }

  private void put(int count) {
    for (int i = 0; i < count; i++) {
      cache.put(domain(i), HERE, Duration.ofSeconds(60), NOW);
    }
  }

  private static DomainName domain(int i) {
    return new DomainName("d" + i + ".test");
  }
}
