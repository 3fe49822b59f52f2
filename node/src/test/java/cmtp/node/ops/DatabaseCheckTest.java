package cmtp.node.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DatabaseCheckTest {
  private static final Duration PATIENCE = Duration.ofMillis(20);

  private final AtomicInteger asked = new AtomicInteger();
  private Instant now = Instant.EPOCH;
  private CompletionStage<?> answer = CompletableFuture.completedStage("");

  private final Clock clock =
      new Clock() {
        @Override
        public java.time.ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  private final DatabaseCheck check =
      new DatabaseCheck(
          () -> {
            asked.incrementAndGet();
            return answer;
          },
          clock,
          PATIENCE);

  @Test
  void asksAtMostOnceASecond() {
    assertEquals(Optional.empty(), check.whyNotReady());
    assertEquals(Optional.empty(), check.whyNotReady());
    assertEquals(1, asked.get());
    now = now.plusSeconds(1);
    assertEquals(Optional.empty(), check.whyNotReady());
    assertEquals(2, asked.get());
  }

  @Test
  void doesNotAskADatabaseThatHangsAgain() {
    CompletableFuture<String> late = new CompletableFuture<>();
    answer = late;
    assertEquals(Optional.of("the database does not answer"), check.whyNotReady());
    now = now.plusSeconds(60);
    assertEquals(Optional.of("the database does not answer"), check.whyNotReady());
    assertEquals(1, asked.get());
    late.complete("");
    now = now.plusSeconds(60);
    answer = CompletableFuture.completedStage("");
    assertEquals(Optional.empty(), check.whyNotReady());
    assertEquals(2, asked.get());
  }

  @Test
  void isNotReadyWhileTheDatabaseFails() {
    answer = CompletableFuture.failedStage(new IllegalStateException("broken"));
    assertEquals(Optional.of("the database fails"), check.whyNotReady());
    answer = CompletableFuture.completedStage("");
    now = now.plusSeconds(2);
    assertEquals(Optional.empty(), check.whyNotReady());
  }
}
