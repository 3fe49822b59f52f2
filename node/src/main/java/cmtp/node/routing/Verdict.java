package cmtp.node.routing;

import cmtp.protocol.crypto.VerifyKey;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What a look-up finds out, as it is remembered: chance orders equal hosts anew at each use. */
sealed interface Verdict {

  /** What follows for who is about to connect. */
  Resolution resolution(RandomGenerator random);

  /** The domain's node is on one of these, each of which has an address. */
  record Here(List<Exchange> exchanges, Optional<VerifyKey> key) implements Verdict {
    public Here {
      exchanges = List.copyOf(exchanges);
    }

    @Override
    public Resolution resolution(RandomGenerator random) {
      return new Resolution.Found(TargetOrder.targets(exchanges, random), key);
    }
  }

  /** Nowhere, for good. */
  record Nowhere(String reason) implements Verdict {
    @Override
    public Resolution resolution(RandomGenerator random) {
      return new Resolution.NoSuchDomain(reason);
    }
  }

  /** It can't be told now. */
  record Unknown(String reason) implements Verdict {
    @Override
    public Resolution resolution(RandomGenerator random) {
      return new Resolution.Unresolved(reason);
    }
  }
}
