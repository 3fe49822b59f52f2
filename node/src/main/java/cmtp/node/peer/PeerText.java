package cmtp.node.peer;

import java.util.stream.Collectors;

/** What strangers say, made fit for logs and for people. */
public final class PeerText {
  private static final int CHARACTERS_MAX = 200;

  private PeerText() {}

  /** The first line, without what can't be seen, and not too long. */
  public static String clean(String said) {
    return said.lines()
        .findFirst()
        .orElse("")
        .codePoints()
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
        .limit(CHARACTERS_MAX)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
