package cmtp.node.routing;

import cmtp.node.routing.AnswerReader.Complete;
import cmtp.node.routing.AnswerReader.Elsewhere;
import cmtp.node.routing.AnswerReader.Path;
import cmtp.node.routing.AnswerReader.Reading;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;

/** Asks DNS, and asks on where an alias leads out of an answer. */
final class Questioner {
  private final Resolver resolver;
  private final boolean validating;
  private final Executor executor;

  /**
   * @param validating whether the resolver's word that an answer is authentic is our own
   */
  Questioner(Resolver resolver, boolean validating, Executor executor) {
    this.resolver = resolver;
    this.validating = validating;
    this.executor = executor;
  }

  /** Never fails. */
  CompletionStage<Answer> ask(Question question) {
    return ask(Path.from(question, validating));
  }

  private CompletionStage<Answer> ask(Path path) {
    Record question = Record.newRecord(path.question().name(), path.question().type(), DClass.IN);
    return resolver
        .sendAsync(Message.newQuery(question), executor)
        .thenCompose(message -> follow(AnswerReader.read(message, path)))
        .exceptionally(failure -> new Answer.Failed(reason(failure)));
  }

  private CompletionStage<Answer> follow(Reading reading) {
    return reading instanceof Elsewhere elsewhere
        ? ask(elsewhere.next())
        : CompletableFuture.completedStage(((Complete) reading).answer());
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof TimeoutException
        ? "the name servers don't answer"
        : "can't be asked: " + cause;
  }
}
