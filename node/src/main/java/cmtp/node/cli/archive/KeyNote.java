package cmtp.node.cli.archive;

import cmtp.node.StoreTools;
import java.util.Optional;

/** What to say when the server's key could not come along. */
final class KeyNote {
  private KeyNote() {}

  static Optional<String> of(StoreTools.Filled filled) {
    return filled.leftOutKey()
        ? Optional.of(
            "the server's key was sealed in the cluster's database and is not in "
                + filled.place()
                + "; with --set cmtp.cluster.secret-file=FILE it would be. Put server.key into the"
                + " data directory before you start a node")
        : Optional.empty();
  }
}
