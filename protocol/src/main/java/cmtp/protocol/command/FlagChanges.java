package cmtp.protocol.command;

import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Changes to a set of flags (SPEC 7.10), as text {@code +seen,-flagged}. What is both added and
 * removed is refused, so that the order of the words does not matter.
 */
public record FlagChanges(Set<String> add, Set<String> remove) {
  /** The most flags a message may carry. */
  public static final int FLAGS_MAX = 32;

  private static final Pattern FLAG = Pattern.compile("[a-z0-9$_-]{1,32}");

  public FlagChanges {
    add = Set.copyOf(add);
    remove = Set.copyOf(remove);
  }

  public static boolean isFlag(String text) {
    return FLAG.matcher(text).matches();
  }

  public static Optional<FlagChanges> parse(String text) {
    Set<String> add = new TreeSet<>();
    Set<String> remove = new TreeSet<>();
    for (String change : text.split(",", -1)) {
      boolean ok = !change.isEmpty() && isFlag(change.substring(1));
      if (!ok || "+-".indexOf(change.charAt(0)) < 0) {
        return Optional.empty();
      }
      (change.charAt(0) == '+' ? add : remove).add(change.substring(1));
    }
    boolean contradiction = add.stream().anyMatch(remove::contains);
    return contradiction || add.size() + remove.size() > FLAGS_MAX
        ? Optional.empty()
        : Optional.of(new FlagChanges(add, remove));
  }

  public String text() {
    SortedSet<String> changes = new TreeSet<>();
    add.forEach(flag -> changes.add("+" + flag));
    remove.forEach(flag -> changes.add("-" + flag));
    return String.join(",", changes);
  }
}
