package cmtp.node.session;

import cmtp.node.keys.ServerIdentity;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.message.HopTrail;
import cmtp.protocol.message.HopTrail.Standing;
import cmtp.protocol.message.HopTrail.Step;
import cmtp.protocol.message.LogEntry.Hop;
import cmtp.protocol.message.LogEntry.HopAction;
import cmtp.protocol.message.MessageLog;
import java.util.Optional;

/** What a message's hops tell about whether it was here before (SPEC 6.4); pure. */
final class ReturnedMail {
  private static final MessageId ANY = new MessageId(Bytes.wrap(new byte[MessageId.BYTES]));

  private ReturnedMail() {}

  /** Whether a hop names this domain, truly or not. */
  static boolean wasAt(MessageLog log, DomainName domain) {
    return HopTrail.of(log, ANY).stream()
        .flatMap(step -> step.hop().stream())
        .anyMatch(hop -> hop.domain().equals(domain.value()));
  }

  /** Whether a hop says, truly or not, that this node took the message from its originator. */
  static boolean isOurs(MessageLog log, ServerIdentity identity) {
    return HopTrail.of(log, ANY).stream().anyMatch(step -> isOurs(step, identity));
  }

  /** Whether this node took it from its originator, by its own signature. */
  static boolean isProven(MessageLog log, MessageId mid, ServerIdentity identity) {
    return HopTrail.of(log, mid).stream()
        .filter(step -> step.standing() != Standing.FORGED)
        .anyMatch(step -> isOurs(step, identity));
  }

  private static boolean isOurs(Step step, ServerIdentity identity) {
    Optional<Hop> hop = step.hop();
    return hop.isPresent()
        && hop.get().action() == HopAction.RECV
        && hop.get().key().equals(identity.key().publicKey().bytes());
  }
}
