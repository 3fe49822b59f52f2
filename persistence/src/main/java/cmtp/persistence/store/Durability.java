package cmtp.persistence.store;

/** What a commit waits for. */
public enum Durability {
  /** The disk: what is committed, and all that was committed before it, survives a power cut. */
  FULL,
  /**
   * Nothing: what is committed survives the process, and a power cut as soon as a later {@link
   * #FULL} commit has returned, since both are in one log, in order.
   */
  NORMAL
}
