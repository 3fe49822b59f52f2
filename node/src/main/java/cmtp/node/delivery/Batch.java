package cmtp.node.delivery;

import cmtp.persistence.queue.QueueEvent;
import cmtp.persistence.queue.QueueEvent.Deferred;
import cmtp.persistence.queue.QueueEvent.Delivered;
import cmtp.persistence.queue.QueueEvent.Failed;
import cmtp.persistence.queue.QueueEvent.MailQueued;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Makes few stored events of many decided ones: neighbours of one kind become one. */
final class Batch {
  private Batch() {}

  static List<QueueEvent> merged(List<QueueEvent> events) {
    List<QueueEvent> merged = new ArrayList<>();
    int from = 0;
    while (from < events.size()) {
      int to = from + 1;
      while (to < events.size() && isAlike(events.get(from), events.get(to))) {
        to++;
      }
      merged.add(to - from == 1 ? events.get(from) : merge(events.subList(from, to)));
      from = to;
    }
    return merged;
  }

  private static boolean isAlike(QueueEvent one, QueueEvent other) {
    return one instanceof MailQueued && other instanceof MailQueued
        || one instanceof Delivered && other instanceof Delivered
        || one instanceof Deferred a && other instanceof Deferred b && a.reached() == b.reached()
        || one instanceof Failed c && other instanceof Failed d && c.reached() == d.reached();
  }

  private static QueueEvent merge(List<QueueEvent> run) {
    QueueEvent first = run.get(0);
    if (first instanceof MailQueued) {
      return new MailQueued(all(run, e -> ((MailQueued) e).mails()), first.atMs());
    }
    if (first instanceof Delivered) {
      return new Delivered(
          all(run, e -> ((Delivered) e).ids()),
          all(run, e -> ((Delivered) e).unproven()),
          first.atMs());
    }
    if (first instanceof Deferred deferred) {
      return new Deferred(
          all(run, e -> ((Deferred) e).deferrals()), deferred.reached(), first.atMs());
    }
    Failed failed = (Failed) first;
    return new Failed(all(run, e -> ((Failed) e).failures()), failed.reached(), first.atMs());
  }

  private static <T> List<T> all(List<QueueEvent> run, Function<QueueEvent, List<T>> part) {
    return run.stream().map(part).flatMap(Collection::stream).toList();
  }
}
