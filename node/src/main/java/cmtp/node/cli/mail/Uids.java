package cmtp.node.cli.mail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Uids as a person writes them: {@code 3}, {@code 3,5,9}, {@code 3-7}. */
public final class Uids {
  /** The most uids that one command may name (SPEC 7.5). */
  public static final int MAX = 1000;

  private static final Pattern PIECE = Pattern.compile("([0-9]{1,10})(?:-([0-9]{1,10}))?");
  private static final long UID_MAX = 0xFFFFFFFFL;

  private Uids() {}

  /** Empty for anything else, for 0, and for more than 1,000 uids. */
  public static Optional<List<Long>> parse(List<String> words) {
    Set<Long> uids = new LinkedHashSet<>();
    for (String word : words) {
      for (String piece : word.split(",")) {
        Matcher matcher = PIECE.matcher(piece);
        if (!matcher.matches()) {
          return Optional.empty();
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
        if (first < 1 || last > UID_MAX || last < first || last - first >= MAX) {
          return Optional.empty();
        }
        for (long uid = first; uid <= last; uid++) {
          uids.add(uid);
        }
      }
    }
    return uids.isEmpty() || uids.size() > MAX
        ? Optional.empty()
        : Optional.of(new ArrayList<>(uids));
  }
}
