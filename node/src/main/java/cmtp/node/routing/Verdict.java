package cmtp.node.routing;

import cmtp.protocol.crypto.VerifyKey;
import java.util.List;
import java.util.Optional;

/** What a look-up finds out, as it is remembered: chance orders equal hosts anew at each use. */
sealed interface Verdict {

  /** The domain's node is on one of these, each of which has an address. */
  record Here(List<Exchange> exchanges, Optional<VerifyKey> key) implements Verdict {
    public Here {
      exchanges = List.copyOf(exchanges);
    }
  }

  /** Nowhere, for good. */
  record Nowhere(String reason) implements Verdict {}

  /** It can't be told now. */
  record Unknown(String reason) implements Verdict {}
}
