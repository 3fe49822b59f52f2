package cmtp.persistence.cluster;

/** How far a process has come; the names are stored. */
public enum MemberState {
  /** Looks around; has never asked to be let into a cluster. */
  WAITING,
  /** Has asked, so it may be in the cluster already. */
  JOINING,
  /** Of the cluster; others may join through it. */
  UP,
  /** Of the cluster still, but nobody should join through it any more. */
  LEAVING
}
