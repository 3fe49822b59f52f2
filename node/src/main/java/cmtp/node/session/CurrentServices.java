package cmtp.node.session;

import cmtp.node.keys.CurrentIdentity;
import cmtp.node.keys.ServerIdentity;
import java.util.function.Supplier;

/**
 * The services of a session that begins now. Sessions under the same key share its signed replies;
 * those that began under an older key end under it.
 */
public final class CurrentServices implements Supplier<SessionServices> {
  private final CurrentIdentity identity;
  private volatile SessionServices latest;

  public CurrentServices(CurrentIdentity identity, SessionServices first) {
    this.identity = identity;
    this.latest = first;
  }

  @Override
  public SessionServices get() {
    ServerIdentity now = identity.get();
    SessionServices known = latest;
    if (known.identity() != now) {
      known = known.under(now);
      latest = known;
    }
    return known;
  }
}
