package cmtp.simulations.sim.disk;

import cmtp.persistence.content.PendingUpload;
import cmtp.persistence.trace.TraceEntry;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.SnapshotMetadata;

/** What is written on a disk. Every change gives what undoes it. */
public final class Stored {
  /** An event or a snapshot in the form in which it is kept. */
  record Form(int serializer, String manifest, byte[] bytes) {}

  record Event(PersistentRepr envelope, Form form) {}

  record Snapshot(SnapshotMetadata metadata, Form form) {}

  /** The events of one entity. */
  static final class Journal {
    final NavigableMap<Long, Event> events = new TreeMap<>();
    long highest;
  }

  private static final class Content {
    private final NavigableMap<Integer, Bytes> chunks = new TreeMap<>();
    private final String owner;
    private boolean pending = true;
    private final Disk.Session by;

    private Content(String owner, Disk.Session by) {
      this.owner = owner;
      this.by = by;
    }
  }

  private final Map<String, Journal> journals = new HashMap<>();
  private final Map<String, List<Snapshot>> snapshots = new HashMap<>();
  private final NavigableMap<Long, Content> contents = new TreeMap<>();
  private final Map<MessageId, List<TraceEntry>> traces = new HashMap<>();
  private final Set<String> remembered = new TreeSet<>();
  private long lastContentId;

  Journal journal(String persistenceId) {
    return journals.computeIfAbsent(persistenceId, id -> new Journal());
  }

  /**
   * @throws IllegalStateException if there is an event of that number: two writers of one entity
   */
  Runnable add(String persistenceId, List<Event> events) {
    Journal journal = journal(persistenceId);
    long before = journal.highest;
    for (Event event : events) {
      long number = event.envelope().sequenceNr();
      if (journal.events.putIfAbsent(number, event) != null) {
        throw new IllegalStateException(persistenceId + " has an event " + number + " already");
      }
      journal.highest = Math.max(journal.highest, number);
    }
    return () -> {
      events.forEach(event -> journal.events.remove(event.envelope().sequenceNr()));
      journal.highest = before;
    };
  }

  Runnable deleteTo(String persistenceId, long number) {
    Journal journal = journal(persistenceId);
    NavigableMap<Long, Event> head = journal.events.headMap(number, true);
    NavigableMap<Long, Event> deleted = new TreeMap<>(head);
    head.clear();
    return () -> journal.events.putAll(deleted);
  }

  List<Snapshot> snapshots(String persistenceId) {
    return snapshots.getOrDefault(persistenceId, List.of());
  }

  Runnable changeSnapshots(String persistenceId, List<Snapshot> now) {
    List<Snapshot> before = snapshots(persistenceId);
    snapshots.put(persistenceId, now);
    return () -> snapshots.put(persistenceId, before);
  }

  /** Ids are reserved before they are given out: no crash gives one twice. */
  long newContentId() {
    return ++lastContentId;
  }

  Runnable append(Disk.Session by, long id, String owner, int chunkNo, Bytes chunk) {
    Content content = contents.computeIfAbsent(id, any -> new Content(owner, by));
    content.chunks.put(chunkNo, chunk);
    return () -> {
      content.chunks.remove(chunkNo);
      if (content.chunks.isEmpty()) {
        contents.remove(id);
      }
    };
  }

  Bytes read(long id, long offset, int length) {
    Content content = contents.get(id);
    if (content == null) {
      return Bytes.EMPTY;
    }
    Bytes whole =
        content.chunks.size() == 1
            ? content.chunks.firstEntry().getValue()
            : Bytes.concat(content.chunks.values().toArray(Bytes[]::new));
    int from = (int) Math.min(whole.length(), offset);
    return whole.slice(from, (int) Math.min(whole.length(), (long) from + length));
  }

  /** The whole of a content; empty if there is none. */
  public Bytes content(long id) {
    return read(id, 0, Integer.MAX_VALUE);
  }

  Runnable confirm(long id) {
    Content content = contents.get(id);
    if (content == null || !content.pending) {
      return null;
    }
    content.pending = false;
    return () -> content.pending = true;
  }

  Runnable delete(long id) {
    Content deleted = contents.remove(id);
    return deleted == null ? null : () -> contents.put(id, deleted);
  }

  /** The other runs of which uploads are left that were neither confirmed nor aborted. */
  Set<String> otherRuns(Disk.Session now) {
    Set<String> runs = new TreeSet<>();
    contents.values().stream()
        .filter(content -> content.pending && content.by != now)
        .forEach(content -> runs.add(content.by.name()));
    return runs;
  }

  List<PendingUpload> pending(Set<String> runs, int max) {
    return contents.entrySet().stream()
        .filter(entry -> entry.getValue().pending && runs.contains(entry.getValue().by.name()))
        .limit(max)
        .map(entry -> new PendingUpload(entry.getKey(), entry.getValue().owner, 0))
        .toList();
  }

  Runnable note(List<TraceEntry> entries) {
    entries.forEach(
        entry -> traces.computeIfAbsent(entry.mid(), mid -> new ArrayList<>(4)).add(entry));
    return () -> entries.forEach(entry -> traces.get(entry.mid()).remove(entry));
  }

  /** What was noted of a message. */
  public List<TraceEntry> traces(MessageId mid) {
    return List.copyOf(traces.getOrDefault(mid, List.of()));
  }

  /** Queues that are to start with the node. */
  public Set<String> remembered() {
    return Set.copyOf(remembered);
  }

  Runnable remember(String name) {
    return remembered.add(name) ? () -> remembered.remove(name) : null;
  }

  Runnable forget(String name) {
    return remembered.remove(name) ? () -> remembered.add(name) : null;
  }

  /** How many contents there are. */
  public int contents() {
    return contents.size();
  }
}
