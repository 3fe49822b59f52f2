package cmtp.protocol.record;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.crypto.VerifyKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All published keys of one subject, from {@code seq} 0 to the newest, each one legitimately
 * replaced by the next (SPEC 7.18); 1 to 16 records, and no key twice: a key that was given up
 * doesn't come back.
 *
 * <p>A chain shows that its keys follow from each other. Whose they are only a pin tells: see
 * {@link #passesThrough}.
 */
public final class RecordChain<R extends PublishedKey> {
  private final List<R> newestFirst;

  private RecordChain(List<R> newestFirst) {
    this.newestFirst = List.copyOf(newestFirst);
  }

  /** A chain of {@code key} records as GETREC hands it out; empty if any link is missing. */
  public static Optional<RecordChain<KeyRecord>> ofKeys(List<Bytes> newestFirst) {
    return read(newestFirst, KeyRecord::parse);
  }

  /** A chain of {@code srv} records as GETREC hands it out; empty if any link is missing. */
  public static Optional<RecordChain<ServerRecord>> ofServers(List<Bytes> newestFirst) {
    return read(newestFirst, ServerRecord::parse);
  }

  /** A chain of one; empty unless {@code first} has {@code seq} 0. */
  public static <R extends PublishedKey> Optional<RecordChain<R>> start(R first) {
    return first.isFirst() ? Optional.of(new RecordChain<>(List.of(first))) : Optional.empty();
  }

  /** This chain with one more record; empty unless that replaces the newest with a fresh key. */
  public Optional<RecordChain<R>> plus(R next) {
    if (newestFirst.size() >= Limits.RECORD_CHAIN_MAX
        || !next.replaces(newest())
        || passesThrough(next.key())) {
      return Optional.empty();
    }
    List<R> longer = new ArrayList<>(newestFirst.size() + 1);
    longer.add(next);
    longer.addAll(newestFirst);
    return Optional.of(new RecordChain<>(longer));
  }

  private static <R extends PublishedKey> Optional<RecordChain<R>> read(
      List<Bytes> newestFirst, Function<Bytes, Optional<R>> parse) {
    if (newestFirst.isEmpty() || newestFirst.size() > Limits.RECORD_CHAIN_MAX) {
      return Optional.empty();
    }
    int first = newestFirst.size() - 1;
    Optional<RecordChain<R>> chain = parse.apply(newestFirst.get(first)).flatMap(r -> start(r));
    for (int i = first - 1; i >= 0 && chain.isPresent(); i--) {
      Optional<R> next = parse.apply(newestFirst.get(i));
      chain = chain.flatMap(so -> next.flatMap(so::plus));
    }
    return chain;
  }

  public R newest() {
    return newestFirst.get(0);
  }

  public List<R> newestFirst() {
    return newestFirst;
  }

  /** The records exactly as they came, newest first: GETREC's rows. */
  public List<Bytes> bytesNewestFirst() {
    return newestFirst.stream().map(PublishedKey::bytes).toList();
  }

  /** Whether the newest key is that one, or follows from it: whoever pinned it may go along. */
  public boolean passesThrough(VerifyKey pinned) {
    return newestFirst.stream().anyMatch(record -> record.key().equals(pinned));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordChain<?> that && newestFirst.equals(that.newestFirst);
  }

  @Override
  public int hashCode() {
    return newestFirst.hashCode();
  }

  @Override
  public String toString() {
    return "RecordChain" + newestFirst;
  }
}
