package cmtp.node.keys;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks a foreign domain's node for a user's key. */
@FunctionalInterface
public interface RemoteKeys {

  /** What the domain's node says, verified under its server key. */
  sealed interface Answer {}

  /**
   * The user's chain of {@code key} records, checked and about the address asked for.
   *
   * @param newestFirst 1 to 16 records; a base peer has none: then one entry, the bare key's 32
   *     bytes, is in {@code bareKey}
   */
  record Found(List<Bytes> newestFirst, Bytes bareKey) implements Answer {
    public Found {
      newestFirst = List.copyOf(newestFirst);
    }
  }

  /** The domain's node says that there is no such key, or there is no such domain. */
  record NoKey(String reason) implements Answer {}

  /** It can't be told now. */
  record Unavailable(String reason) implements Answer {}

  /** Completes within a bounded time, never exceptionally, on any thread. */
  CompletionStage<Answer> find(Address address);
}
