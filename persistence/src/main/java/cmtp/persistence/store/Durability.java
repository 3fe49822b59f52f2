package cmtp.persistence.store;

/** What a commit waits for. */
public enum Durability {
  /** The disk: what is committed, and all that was committed before it, survives a power cut. */
  FULL,
  /**
   * As little as it takes for this: what is committed survives the process, and a power cut as soon
   * as a later {@link #FULL} commit has returned. In SQLite that is nothing, since both are in one
   * log, in order, and a process that sees the power cut does not live to make the later commit. A
   * server may lose the end of its log, start again, and take the later commit from a process that
   * never noticed: there it is the disk.
   */
  NORMAL,
  /** Nothing: what is committed may be undone by a crash, while what comes later is kept. */
  LAZY
}
