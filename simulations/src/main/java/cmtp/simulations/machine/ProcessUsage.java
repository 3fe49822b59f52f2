package cmtp.simulations.machine;

import java.util.Optional;

/**
 * What a process has used since its start, and holds now.
 *
 * @param cpuMillis user and system time of all its threads, in steps of 10 ms
 * @param residentKiB memory now
 * @param residentPeakKiB the most memory it ever had
 */
public record ProcessUsage(long cpuMillis, long residentKiB, long residentPeakKiB) {
  /** The kernel's unit in /proc is the same on every architecture that Java runs on. */
  static final long MILLIS_PER_TICK = 10;

  /** Fields of /proc/PID/stat behind the command name, which is the second one. */
  private static final int USER_TICKS = 14 - 3;

  private static final int SYSTEM_TICKS = 15 - 3;

  private static final int PARENT = 4 - 3;

  /** User and system time of the process, and of its children that have ended. */
  private static final int[] WITH_ENDED_CHILDREN = {14 - 3, 15 - 3, 16 - 3, 17 - 3};

  /** Reads /proc/PID/stat and /proc/PID/status; empty unless they have their form. */
  static Optional<ProcessUsage> parse(String stat, String status) {
    // The name stands in parentheses and may hold spaces and parentheses itself.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+");
    if (fields.length <= SYSTEM_TICKS) {
      return Optional.empty();
    }
    try {
      long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
      return Optional.of(
          new ProcessUsage(
              ticks * MILLIS_PER_TICK, kibibytes(status, "VmRSS:"), kibibytes(status, "VmHWM:")));
    } catch (NumberFormatException notOfThatForm) {
      return Optional.empty();
    }
  }

  /** CPU time of a process and of its children that have ended, if it or its parent is this one. */
  static long familyMillis(long pid, long ofPid, String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+");
    if (fields.length <= WITH_ENDED_CHILDREN[WITH_ENDED_CHILDREN.length - 1]
        || ofPid != pid && !fields[PARENT].equals(Long.toString(pid))) {
      return 0;
    }
    long ticks = 0;
    for (int field : WITH_ENDED_CHILDREN) {
      ticks += Long.parseLong(fields[field]);
    }
    return ticks * MILLIS_PER_TICK;
  }

  /** Both together. */
  ProcessUsage and(ProcessUsage other) {
    return new ProcessUsage(
        cpuMillis + other.cpuMillis,
        residentKiB + other.residentKiB,
        residentPeakKiB + other.residentPeakKiB);
  }

  private static long kibibytes(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip().split(" ")[0]))
        .findFirst()
        .orElse(0);
  }
}
