package cmtp.simulations.resilience.disk;

import java.util.Random;

/** What is on the disk of that which was not synced: each is something that disks do. */
public enum CutStyle {
  /** All of it was still in memory. */
  NOTHING,
  /** All of it had gone out: as after {@code kill -9}. */
  EVERYTHING,
  /** In order, up to some moment; the last write is torn. */
  PREFIX,
  /** Only what came last. */
  SUFFIX,
  /** Any writes, each of them whole. */
  SUBSET,
  /** Any sectors of any writes. */
  TORN;

  /** Each with equal chance. */
  public static CutStyle draw(Random random) {
    return values()[random.nextInt(values().length)];
  }
}
