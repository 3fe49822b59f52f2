package cmtp.simulations.sim.federation;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;

/** Is told what users see of their letters, when they see it. */
public interface Witness {
  /**
   * Whoever hands it in has it from now on.
   *
   * @param at the domain whose node it is handed to
   */
  void written(Letter letter, Sender by, DomainName at);

  /** The node says that it has it. */
  void acknowledged(Letter letter, Bytes receiptSignature);

  /** The node says that it never will. */
  void refused(Letter letter, String reason);

  /** It did not work, whoever's fault it is; it is tried again. */
  void putOff(Letter letter, String reason);

  /** It did not work, and is not tried again. */
  void abandoned(Letter letter, String reason);

  /** The node broke the protocol. */
  void misbehaved(Letter letter, String how);
}
