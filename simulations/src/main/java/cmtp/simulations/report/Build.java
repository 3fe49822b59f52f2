package cmtp.simulations.report;

import cmtp.node.NodeServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What this program was built from.
 *
 * @param commit its identity, or an empty text if it was not built from a repository
 * @param changed whether there was more in the tree than in the commit
 */
record Build(String version, String commit, boolean changed) {
  private static final String FILE = "commit.txt";
  private static final String COMMIT = "[0-9a-f]{40}";
  private static final String CHANGED = "-dirty";

  static Build here() {
    try (InputStream in = Build.class.getResourceAsStream(FILE)) {
      return of(in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * @param told by git when the program was built
   */
  static Build of(String told) {
    String line = told.strip();
    boolean changed = line.endsWith(CHANGED);
    String commit = changed ? line.substring(0, line.length() - CHANGED.length()) : line;
    boolean known = commit.matches(COMMIT);
    return new Build(NodeServer.VERSION, known ? commit : "", known && changed);
  }

  String commitWords() {
    if (commit.isEmpty()) {
      return "unknown: not built from a repository";
    }
    return changed ? commit + ", and changes that are in no commit" : commit;
  }
}
