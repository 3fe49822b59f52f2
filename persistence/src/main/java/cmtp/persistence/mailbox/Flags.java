package cmtp.persistence.mailbox;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The flags of one message: sorted, without repetition, at most {@value #FLAGS_MAX}; each 1 to 32
 * characters of {@code [a-z0-9$_-]}.
 */
public record Flags(List<String> names) {
  public static final int FLAGS_MAX = 32;
  public static final String SEEN = "seen";
  public static final Flags NONE = new Flags(List.of());

  private static final Pattern NAME = Pattern.compile("[a-z0-9$_-]{1,32}");

  /**
   * @throws IllegalArgumentException if a name is malformed, out of order or repeated, or if there
   *     are more than {@value #FLAGS_MAX}
   */
  public Flags {
    names = List.copyOf(names);
    if (names.size() > FLAGS_MAX) {
      throw new IllegalArgumentException("a message has at most " + FLAGS_MAX + " flags");
    }
    for (int i = 0; i < names.size(); i++) {
      if (!NAME.matcher(names.get(i)).matches()) {
        throw new IllegalArgumentException("not a flag: " + names.get(i));
      }
      if (i > 0 && names.get(i - 1).compareTo(names.get(i)) >= 0) {
        throw new IllegalArgumentException("flags are not sorted");
      }
    }
  }

  /**
   * @throws IllegalArgumentException if a name is malformed or there are too many
   */
  public static Flags of(String... names) {
    return of(Arrays.asList(names));
  }

  private static Flags of(Collection<String> names) {
    return names.isEmpty() ? NONE : new Flags(List.copyOf(new TreeSet<>(names)));
  }

  /** Reads flags separated by commas, in any order; empty for anything malformed. */
  public static Optional<Flags> parse(String text) {
    if (text.isEmpty()) {
      return Optional.of(NONE);
    }
    List<String> names = List.of(text.split(",", -1));
    if (!names.stream().allMatch(n -> NAME.matcher(n).matches())) {
      return Optional.empty();
    }
    TreeSet<String> sorted = new TreeSet<>(names);
    return sorted.size() > FLAGS_MAX ? Optional.empty() : Optional.of(of(sorted));
  }

  public boolean has(String name) {
    return names.contains(name);
  }

  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** How many flags there would be after the change: a decision refuses what is too many. */
  int countAfter(FlagChange change) {
    return after(change).size();
  }

  /** These flags with the change; beyond {@value #FLAGS_MAX} the last by name are left out. */
  public Flags with(FlagChange change) {
    TreeSet<String> all = after(change);
    while (all.size() > FLAGS_MAX) {
      all.pollLast();
    }
    Flags changed = of(all);
    return changed.equals(this) ? this : changed;
  }

  private TreeSet<String> after(FlagChange change) {
    TreeSet<String> all = new TreeSet<>(names);
    all.removeAll(change.removed().names());
    all.addAll(change.added().names());
    return all;
  }

  /** Separated by commas, sorted: the form on the wire. */
  @Override
  public String toString() {
    return String.join(",", names);
  }
}
