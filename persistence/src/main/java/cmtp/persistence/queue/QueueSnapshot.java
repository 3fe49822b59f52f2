package cmtp.persistence.queue;

import java.util.List;

/**
 * A queue's state as it is stored: all that can't be computed from the rest.
 *
 * @param waiting by ascending id
 * @param finished by ascending time, then id
 * @param undelivered by ascending id
 * @param reports by ascending id of the mail, then kind
 * @param garbage ids of contents that nothing refers to and the store still holds, ascending
 */
public record QueueSnapshot(
    long lastId,
    List<Waiting> waiting,
    List<Finished> finished,
    List<Undeliverable> undelivered,
    List<Report> reports,
    long noticedUpToId,
    Backoff backoff,
    boolean paused,
    PeerKnowledge peer,
    List<Long> garbage) {
  public QueueSnapshot {
    waiting = List.copyOf(waiting);
    finished = List.copyOf(finished);
    undelivered = List.copyOf(undelivered);
    reports = List.copyOf(reports);
    garbage = List.copyOf(garbage);
  }
}
