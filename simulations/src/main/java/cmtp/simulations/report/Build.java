package cmtp.simulations.report;

import cmtp.node.NodeServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this program was built from.
 *
 * @param commit its identity, or an empty text if it was not built from a repository
 * @param changed whether there was more in the tree than in the commit
 */
record Build(String version, String commit, boolean changed) {
  private static final String FILE = "commit.properties";
  private static final String COMMIT = "[0-9a-f]{40}";

  static Build here() {
    Properties found = new Properties();
    try (InputStream in = Build.class.getResourceAsStream(FILE)) {
      if (in != null) {
        found.load(in);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return of(found);
  }

  static Build of(Properties found) {
    String commit = found.getProperty("git.commit.id.full", "");
    return new Build(
        NodeServer.VERSION,
        commit.matches(COMMIT) ? commit : "",
        Boolean.parseBoolean(found.getProperty("git.dirty")));
  }

  String commitWords() {
    if (commit.isEmpty()) {
      return "unknown: not built from a repository";
    }
    return changed ? commit + ", and changes that are in no commit" : commit;
  }
}
