package cmtp.node.routing;

import cmtp.node.routing.Discovery.Ask;
import cmtp.node.routing.Discovery.Decided;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One look-up under way: asks what {@link Discovery} wants to know until it decides. */
final class Lookup {
  private final Discovery discovery;
  private final Questioner questioner;
  private final Executor executor;
  private final Map<Question, Answer> known = new ConcurrentHashMap<>();
  private final Queue<Question> asked = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Decided> decided = new CompletableFuture<>();

  Lookup(Discovery discovery, Questioner questioner, Executor executor) {
    this.discovery = discovery;
    this.questioner = questioner;
    this.executor = executor;
  }

  /** Completes within the budget; fails only if we are wrong, or the executor has been closed. */
  CompletionStage<Decided> run(Duration budget) {
    try {
      executor.execute(this::go);
    } catch (RejectedExecutionException stopping) {
      return CompletableFuture.failedStage(stopping);
    }
    decided.orTimeout(budget.toMillis(), TimeUnit.MILLISECONDS);
    return decided
        .handleAsync(
            (result, failure) -> {
              if (failure instanceof TimeoutException) {
                return CompletableFuture.completedStage(discovery.conclude(known));
              }
              return failure == null
                  ? CompletableFuture.completedStage(result)
                  : CompletableFuture.<Decided>failedStage(failure);
            },
            executor)
        .thenCompose(stage -> stage);
  }

  private void go() {
    CompletableFuture.completedFuture(null)
        .thenRun(this::step)
        .whenComplete((done, failure) -> failWith(failure));
  }

  private void step() {
    if (decided.isDone()) {
      return; // time is over: ask nothing more
    }
    Discovery.Step next = discovery.next(known);
    if (next instanceof Decided result) {
      decided.complete(result);
      return;
    }
    List<Question> questions = ((Ask) next).questions();
    CompletableFuture.allOf(questions.stream().map(this::ask).toArray(CompletableFuture<?>[]::new))
        .thenRunAsync(this::step, executor)
        .whenComplete((done, failure) -> failWith(failure));
  }

  private CompletableFuture<Void> ask(Question question) {
    asked.add(question);
    return questioner
        .ask(question)
        .thenAccept(answer -> known.put(question, answer))
        .toCompletableFuture();
  }

  private void failWith(Throwable failure) {
    if (failure != null) {
      decided.completeExceptionally(failure);
    }
  }

  /** What was asked, with the answers that came. */
  List<Report.Finding> findings() {
    return asked.stream().map(question -> finding(question, known.get(question))).toList();
  }

  private static Report.Finding finding(Question question, Answer answer) {
    boolean validated = answer instanceof Answer.Records found && found.validated();
    return new Report.Finding(
        question.toString(), answer == null ? "no answer in time" : answer.toString(), validated);
  }
}
