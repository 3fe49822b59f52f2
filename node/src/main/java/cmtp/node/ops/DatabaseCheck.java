package cmtp.node.ops;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Whether the database answers: asked at most once a second, and once more only when the last
 * question was answered, so that a database that hangs is not asked by every probe.
 */
public final class DatabaseCheck implements Health {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Supplier<CompletionStage<?>> question;
  private final Clock clock;
  private final Duration patience;
  private final AtomicReference<Asked> last = new AtomicReference<>();

  private record Asked(long atMs, CompletableFuture<Boolean> answered) {}

  /**
   * @param question something cheap that needs the database
   */
  public DatabaseCheck(Supplier<CompletionStage<?>> question, Clock clock) {
    this(question, clock, PATIENCE);
  }

  DatabaseCheck(Supplier<CompletionStage<?>> question, Clock clock, Duration patience) {
    this.question = question;
    this.clock = clock;
    this.patience = patience;
  }

  /** Waits for the answer, for a short time: not for actors. */
  @Override
  public Optional<String> whyNotReady() {
    try {
      boolean well = current().answered().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return well ? Optional.empty() : Optional.of("the database fails");
    } catch (TimeoutException slow) {
      return Optional.of("the database does not answer");
    } catch (ExecutionException failed) {
      return Optional.of("the database fails");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.of("stopping");
    }
  }

  private Asked current() {
    Asked before = last.get();
    long nowMs = clock.millis();
    boolean fresh =
        before != null
            && (!before.answered().isDone()
                || Math.abs(nowMs - before.atMs()) < INTERVAL.toMillis());
    if (fresh) {
      return before;
    }
    Asked mine = new Asked(nowMs, new CompletableFuture<>());
    if (!last.compareAndSet(before, mine)) {
      return last.get();
    }
    ask(mine);
    return mine;
  }

  private void ask(Asked mine) {
    try {
      question.get().whenComplete((answer, failure) -> mine.answered().complete(failure == null));
    } catch (RuntimeException refused) {
      mine.answered().complete(false);
    }
  }
}
