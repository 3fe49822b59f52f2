package cmtp.node.session;

import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.VerifyKey;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keys of other domains' users, which this node hands on under its own signature. */
@FunctionalInterface
public interface ForeignKeys {
  /** Knows nobody. */
  ForeignKeys NONE = (address, peer) -> CompletableFuture.completedFuture(Optional.empty());

  /**
   * Completes within a bounded time, on any thread: empty if there is no such key or the peer may
   * not ask, exceptionally if it can't be told now.
   *
   * @param peer who asks, for limits and trusted networks
   */
  CompletionStage<Optional<VerifyKey>> find(Address address, InetAddress peer);
}
