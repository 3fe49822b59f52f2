package cmtp.node.cli.mail;

import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.KeyRecord;
import cmtp.protocol.record.RecordChain;
import java.util.Optional;

/** Whether a correspondent's key, as the server tells it now, may be used (SPEC 7.20). */
public sealed interface PinDecision {

  /** Seen for the first time: pin it. */
  record FirstSeen(RecordChain<KeyRecord> chain) implements PinDecision {}

  /** The pinned key. */
  record Same(RecordChain<KeyRecord> chain) implements PinDecision {}

  /** Another key that follows from the pinned one: pin it instead. */
  record Followed(RecordChain<KeyRecord> chain) implements PinDecision {}

  /** Another key, and nothing that leads to it: only the user may accept it. */
  record Changed(VerifyKey pinned, RecordChain<KeyRecord> chain) implements PinDecision {}

  /** The server's answer is about somebody else, or no longer holds. */
  record Unusable(String reason) implements PinDecision {}

  /** The server has no key for the address. */
  record Missing(String reason) implements PinDecision {}

  /**
   * @param pinned the key that is pinned for the address, if any
   * @param nowMillis Unix milliseconds
   */
  static PinDecision of(
      Address address, Optional<VerifyKey> pinned, RecordChain<KeyRecord> chain, long nowMillis) {
    KeyRecord newest = chain.newest();
    if (!newest.isAbout(address.account(), address.domain())) {
      return new Unusable("the server answered with the key of another account");
    }
    if (!newest.record().isValidAt(nowMillis)) {
      return new Unusable("the key record of this account has expired or is not valid yet");
    }
    if (pinned.isEmpty()) {
      return new FirstSeen(chain);
    }
    if (newest.key().equals(pinned.get())) {
      return new Same(chain);
    }
    return chain.passesThrough(pinned.get())
        ? new Followed(chain)
        : new Changed(pinned.get(), chain);
  }
}
