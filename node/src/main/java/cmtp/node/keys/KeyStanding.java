package cmtp.node.keys;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.RecordChain;
import cmtp.protocol.record.ServerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the domains' published keys stand to the key files: what a crash left, decided purely. */
public sealed interface KeyStanding {

  /** Every domain publishes the current key, or none yet. */
  enum Current implements KeyStanding {
    INSTANCE
  }

  /**
   * At least one domain publishes the next key already: there is no way back.
   *
   * @param missing domains that still publish the current one
   */
  record Between(List<DomainName> missing) implements KeyStanding {
    public Between {
      missing = List.copyOf(missing);
    }
  }

  /**
   * A domain publishes a key that is in neither file.
   *
   * @param published empty if its chain can't be read
   */
  record Foreign(DomainName domain, Optional<VerifyKey> published) implements KeyStanding {}

  /**
   * @param chains each domain's {@code srv} records, newest first
   */
  static KeyStanding of(
      VerifyKey current, Optional<VerifyKey> next, Map<DomainName, List<Bytes>> chains) {
    List<DomainName> behind = new ArrayList<>();
    boolean begun = false;
    for (Map.Entry<DomainName, List<Bytes>> chain : chains.entrySet()) {
      if (!chain.getValue().isEmpty()) {
        Optional<VerifyKey> published = published(chain.getValue());
        if (published.equals(Optional.of(current))) {
          behind.add(chain.getKey());
        } else if (published.isPresent() && published.equals(next)) {
          begun = true;
        } else {
          return new Foreign(chain.getKey(), published);
        }
      }
    }
    return begun ? new Between(behind) : Current.INSTANCE;
  }

  private static Optional<VerifyKey> published(List<Bytes> newestFirst) {
    return RecordChain.ofServers(newestFirst).map(RecordChain::newest).map(ServerRecord::key);
  }
}
