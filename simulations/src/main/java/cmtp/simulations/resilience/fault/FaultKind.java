package cmtp.simulations.resilience.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be done to nodes. */
public enum FaultKind {
  /** {@code kill -9}, and a start; now and then while the process still starts. */
  KILL(200, 2500, 0, 0),
  /** {@code kill -STOP}, and on again. */
  STOP(300, 2000, 500, 8000),
  /** The file system has no room. */
  DISK_FULL(500, 3000, 500, 4000),
  /** The machine is off; what was not synced may be on the disk or not. */
  POWER_CUT(1500, 4000, 0, 0),
  /** One node reaches no other, and is reached by none. */
  PARTITION(300, 2000, 1000, 8000),
  /** Packets get lost. */
  LOSS(300, 2000, 2000, 8000),
  /** The name server answers late, or not at all. */
  SLOW_DNS(300, 2000, 2000, 10_000);

  private final int afterMsMin;
  private final int afterMsMax;
  private final int forMsMin;
  private final int forMsMax;

  FaultKind(int afterMsMin, int afterMsMax, int forMsMin, int forMsMax) {
    this.afterMsMin = afterMsMin;
    this.afterMsMax = afterMsMax;
    this.forMsMin = forMsMin;
    this.forMsMax = forMsMax;
  }

  int afterMsMin() {
    return afterMsMin;
  }

  int afterMsMax() {
    return afterMsMax;
  }

  int forMsMin() {
    return forMsMin;
  }

  int forMsMax() {
    return forMsMax;
  }

  /** As it is written on a command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<FaultKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** All words, for people. */
  public static String words() {
    return Arrays.stream(values()).map(FaultKind::word).collect(Collectors.joining(", "));
  }
}
