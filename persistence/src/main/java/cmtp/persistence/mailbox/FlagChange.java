package cmtp.persistence.mailbox;

import java.util.Optional;
import java.util.TreeSet;

/**
 * Flags to set and flags to clear. Changes are sets: applying one twice is applying it once, and
 * changes that name different flags commute.
 */
public record FlagChange(Flags added, Flags removed) {

  /**
   * @throws IllegalArgumentException if a flag is both added and removed
   */
  public FlagChange {
    if (added.names().stream().anyMatch(removed::has)) {
      throw new IllegalArgumentException("a flag is both added and removed");
    }
  }

  /**
   * Reads {@code +seen,-flagged}; empty for anything malformed, contradictory or without effect.
   */
  public static Optional<FlagChange> parse(String text) {
    TreeSet<String> added = new TreeSet<>();
    TreeSet<String> removed = new TreeSet<>();
    for (String item : text.split(",", -1)) {
      if (item.startsWith("+")) {
        added.add(item.substring(1));
      } else if (item.startsWith("-")) {
        removed.add(item.substring(1));
      } else {
        return Optional.empty();
      }
    }
    if (added.stream().anyMatch(removed::contains)) {
      return Optional.empty();
    }
    return flags(added).flatMap(a -> flags(removed).map(r -> new FlagChange(a, r)));
  }

  /** A sole empty name is malformed, though an empty list of names is not. */
  private static Optional<Flags> flags(TreeSet<String> names) {
    return names.contains("") ? Optional.empty() : Flags.parse(String.join(",", names));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    added.names().forEach(n -> text.append(",+").append(n));
    removed.names().forEach(n -> text.append(",-").append(n));
    return text.isEmpty() ? "" : text.substring(1);
  }
}
