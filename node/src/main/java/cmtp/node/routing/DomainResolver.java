package cmtp.node.routing;

import cmtp.protocol.address.DomainName;
import java.util.concurrent.CompletionStage;

/** Finds the node of a domain (SPEC 2.10). */
@FunctionalInterface
public interface DomainResolver {

  /**
   * Completes within the time budget of one domain, never exceptionally, on any thread. Many may be
   * under way; one that hangs holds up no other.
   */
  CompletionStage<Resolution> resolve(DomainName domain);
}
