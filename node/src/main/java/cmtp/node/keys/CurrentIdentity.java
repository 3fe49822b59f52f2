package cmtp.node.keys;

import java.util.function.Supplier;

/**
 * Who this node is now: its key may be replaced while it runs. Whoever holds a conversation takes
 * the identity once, at its start, and ends under it.
 */
public final class CurrentIdentity implements Supplier<ServerIdentity> {
  private volatile ServerIdentity identity;

  public CurrentIdentity(ServerIdentity identity) {
    this.identity = identity;
  }

  @Override
  public ServerIdentity get() {
    return identity;
  }

  /** From here on the node is this; the domains must be the same. */
  public void become(ServerIdentity next) {
    if (!next.domains().equals(identity.domains())) {
      throw new IllegalArgumentException("a running node keeps its domains");
    }
    identity = next;
  }
}
