package cmtp.node.routing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Record;

/** What is known so far about a domain; when time is over, what is missing counts as failed. */
final class Answers {
  private static final Answer LATE = new Answer.Failed("no answer in time");

  private final Map<Question, Answer> known;
  private final boolean timeIsOver;

  Answers(Map<Question, Answer> known, boolean timeIsOver) {
    this.known = Map.copyOf(known);
    this.timeIsOver = timeIsOver;
  }

  List<Question> missing(List<Question> wanted) {
    return timeIsOver
        ? List.of()
        : wanted.stream().filter(question -> !known.containsKey(question)).distinct().toList();
  }

  /** The answer to a question that is not missing. */
  Answer to(Question question) {
    Answer answer = timeIsOver ? known.getOrDefault(question, LATE) : known.get(question);
    if (answer == null) {
      throw new IllegalStateException("decided without an answer to " + question);
    }
    return answer;
  }

  List<Record> records(Question question) {
    return to(question) instanceof Answer.Records found ? found.records() : List.of();
  }

  boolean hasFailures() {
    return timeIsOver || known.values().stream().anyMatch(Answer.Failed.class::isInstance);
  }

  /** How long a decision may be remembered that rests on all of this. */
  Duration leastTtl() {
    return known.values().stream().map(Answers::ttl).min(Duration::compareTo).orElse(Duration.ZERO);
  }

  private static Duration ttl(Answer answer) {
    if (answer instanceof Answer.Records found) {
      return found.ttl();
    }
    return answer instanceof Answer.Nothing nothing
        ? nothing.ttl()
        : Duration.ofSeconds(Integer.MAX_VALUE);
  }
}
