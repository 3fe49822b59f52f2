package cmtp.simulations.sim.federation;

/** Who hands a letter to a node. */
public enum Sender {
  /** Its writer, in a session with the node. */
  WRITER,
  /** A host that the node trusts: it may have mail forwarded. */
  TRUSTED_HOST,
  /** A host that nobody knows: it may only hand in mail for the node's own users. */
  STRANGER
}
