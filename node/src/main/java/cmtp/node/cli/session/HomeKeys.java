package cmtp.node.cli.session;

import cmtp.node.cli.console.Terminal;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.PublishedKey;
import cmtp.protocol.record.RecordChain;
import cmtp.protocol.record.ServerRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The keys under which one's own server has signed: the pinned one, and those that led to it. Asked
 * for when first needed.
 */
public final class HomeKeys {
  private final ServerLink link;
  private final Address me;
  private final VerifyKey pinned;
  private final Terminal terminal;
  private List<VerifyKey> keys = List.of();

  public HomeKeys(ServerLink link, Address me, VerifyKey pinned, Terminal terminal) {
    this.link = link;
    this.me = me;
    this.pinned = pinned;
    this.terminal = terminal;
  }

  List<VerifyKey> all() throws IOException {
    if (keys.isEmpty()) {
      Optional<RecordChain<ServerRecord>> chain =
          link.chain(terminal).filter(one -> one.newest().key().equals(pinned));
      keys =
          chain
              .map(one -> one.newestFirst().stream().map(PublishedKey::key).toList())
              .orElse(List.of(pinned));
    }
    return keys;
  }

  /** Whether one's own server speaks for the domain: one's own, or the server's name. */
  boolean speaksFor(DomainName domain) {
    return domain.equals(me.domain()) || domain.equals(link.client().domain());
  }
}
