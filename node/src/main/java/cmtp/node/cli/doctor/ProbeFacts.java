package cmtp.node.cli.doctor;

import cmtp.node.cli.doctor.DnsFacts.Target;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.RecordChain;
import cmtp.protocol.record.ServerRecord;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What a conversation with one address brought, as far as it came.
 *
 * @param failure why it went no further; empty if it was complete
 * @param greeting empty if there was none of CMTP's form
 * @param primary the domain in the greeting
 * @param ohai the capabilities, as the node tells them
 * @param secured whether a secure channel could be opened under that key
 * @param chain the domain's {@code srv} records; empty if the node has none, or does not speak X1
 */
record ProbeFacts(
    Target target,
    InetAddress address,
    String failure,
    String greeting,
    Optional<DomainName> primary,
    Optional<VerifyKey> key,
    String ohai,
    boolean secured,
    Optional<RecordChain<ServerRecord>> chain) {

  boolean speaksX1() {
    return (" " + ohai + " ").contains(" X1 ");
  }
}
