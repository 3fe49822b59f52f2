package cmtp.simulations.resilience.ledger;

import cmtp.protocol.MessageId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is known of messages that are not as they must be, for who looks for the reason. */
public final class Fates {
  private static final int MESSAGES_MAX = 20;
  private static final double NANOS_PER_SECOND = 1e9;

  private final List<LedgerEntry> ledger;
  private final long beganNanos;

  private Fates(List<LedgerEntry> ledger, long beganNanos) {
    this.ledger = ledger;
    this.beganNanos = beganNanos;
  }

  /**
   * A line for each of the first ones.
   *
   * @param beganNanos from when times count
   */
  public static List<String> of(List<LedgerEntry> ledger, Account account, long beganNanos) {
    Fates fates = new Fates(ledger, beganNanos);
    Set<String> lines = new LinkedHashSet<>();
    account.lost().forEach(mid -> lines.add("lost " + fates.of(mid)));
    account.doubled().forEach(mid -> lines.add("doubled " + fates.of(mid)));
    account.ghosts().forEach(mid -> lines.add("ghost " + fates.of(mid)));
    account.damaged().forEach(mid -> lines.add("damaged " + fates.of(mid)));
    return lines.stream().limit(MESSAGES_MAX).toList();
  }

  private String of(MessageId mid) {
    List<String> known = new ArrayList<>(List.of(mid.prefix()));
    for (LedgerEntry entry : ledger) {
      words(entry, mid).ifPresent(words -> known.add(words + at(entry.atNanos())));
    }
    acknowledgedNanos(mid).ifPresent(nanos -> around(nanos).forEach(known::add));
    return String.join(", ", known);
  }

  private static Optional<String> words(LedgerEntry entry, MessageId mid) {
    if (entry instanceof LedgerEntry.Tried one && one.mid().equals(mid)) {
      return Optional.of("from " + one.from() + " to " + one.to() + " tried");
    }
    if (entry instanceof LedgerEntry.Acknowledged one && one.mid().equals(mid)) {
      return Optional.of("acknowledged");
    }
    if (entry instanceof LedgerEntry.Refused one && one.mid().equals(mid)) {
      return Optional.of("refused (" + one.reason() + ")");
    }
    return Optional.empty();
  }

  private String at(long nanos) {
    return String.format(Locale.ROOT, " at %.3f s", (nanos - beganNanos) / NANOS_PER_SECOND);
  }

  private Optional<Long> acknowledgedNanos(MessageId mid) {
    return ledger.stream()
        .filter(entry -> entry instanceof LedgerEntry.Acknowledged one && one.mid().equals(mid))
        .map(LedgerEntry::atNanos)
        .findFirst();
  }

  /** The last fault before that time, and the first one after it. */
  private Stream<String> around(long nanos) {
    List<LedgerEntry.FaultBegan> faults =
        ledger.stream()
            .filter(LedgerEntry.FaultBegan.class::isInstance)
            .map(LedgerEntry.FaultBegan.class::cast)
            .toList();
    Stream<String> before =
        faults.stream()
            .filter(one -> one.atNanos() <= nanos)
            .reduce((first, second) -> second)
            .map(one -> "after fault " + told(one))
            .stream();
    Stream<String> behind =
        faults.stream()
            .filter(one -> one.atNanos() > nanos)
            .findFirst()
            .map(one -> "before fault " + told(one))
            .stream();
    return Stream.concat(before, behind);
  }

  private String told(LedgerEntry.FaultBegan one) {
    return one.number() + " (" + one.what() + at(one.atNanos()) + ")";
  }
}
