package cmtp.node.delivery;

import cmtp.node.mailbox.ContentDeletion;
import cmtp.persistence.queue.QueueEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Has the contents deleted that no waiting message needs: some at a time, until it is stored. */
final class Garbage {
  private static final int BATCH = 1000;

  /** How soon what could not be deleted is tried again. */
  private static final long AGAIN_MS = Duration.ofMinutes(1).toMillis();

  private final ActorRef<RemoteDomain.Command> self;
  private final ContentDeletion contents;
  private final Ledger ledger;
  private boolean deleting;
  private long notBeforeMs;

  Garbage(ActorRef<RemoteDomain.Command> self, ContentDeletion contents, Ledger ledger) {
    this.self = self;
    this.contents = contents;
    this.ledger = ledger;
  }

  void step(long nowMs) {
    if (deleting || nowMs < notBeforeMs) {
      return;
    }
    List<Long> some = some();
    if (!some.isEmpty()) {
      deleting = true;
      contents
          .delete(some)
          .whenComplete(
              (done, failure) -> self.tell(new DomainQueue.GarbageDeleted(some, failure == null)));
    }
  }

  private List<Long> some() {
    List<Long> some = new ArrayList<>();
    for (long contentId : ledger.stored().garbage().values()) {
      if (some.size() == BATCH) {
        break;
      }
      some.add(contentId);
    }
    return some;
  }

  void deleted(DomainQueue.GarbageDeleted message, long nowMs) {
    if (message.done()) {
      ledger.record(new QueueEvent.ContentDropped(message.contentIds(), nowMs));
    } else {
      notBeforeMs = nowMs + AGAIN_MS;
    }
    ledger.then(() -> deleting = false);
  }

  Optional<Long> nextMs() {
    return Optional.of(notBeforeMs).filter(ms -> ms > 0 && !deleting && !some().isEmpty());
  }
}
