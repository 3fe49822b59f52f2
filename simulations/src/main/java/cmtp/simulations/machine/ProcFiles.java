package cmtp.simulations.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads {@code /proc}; where there is none, everything is empty. */
public final class ProcFiles {
  /** Of the line "cpu": user, nice, system, irq, softirq; idle, iowait and stolen time are not. */
  private static final int[] BUSY_FIELDS = {1, 2, 3, 6, 7};

  private final Path root;

  public ProcFiles(Path root) {
    this.root = root;
  }

  /** This machine's own. */
  public static ProcFiles system() {
    return new ProcFiles(Path.of("/proc"));
  }

  /** Empty if there is no such process, or no /proc. */
  public Optional<ProcessUsage> process(long pid) {
    Path process = root.resolve(Long.toString(pid));
    String stat = text(process.resolve("stat"));
    String status = text(process.resolve("status"));
    return stat.isEmpty() ? Optional.empty() : ProcessUsage.parse(stat, status);
  }

  /** What several processes use together; empty if one of them is gone. */
  public Optional<ProcessUsage> processes(List<Long> pids) {
    List<ProcessUsage> all = pids.stream().map(this::process).flatMap(Optional::stream).toList();
    return all.size() == pids.size() ? all.stream().reduce(ProcessUsage::and) : Optional.empty();
  }

  /**
   * CPU time of a process that has a process for each of its tasks, as PostgreSQL has: its own, and
   * that of its children, those that have ended included. Empty if it is gone.
   */
  public OptionalLong familyMillis(long pid) {
    if (process(pid).isEmpty()) {
      return OptionalLong.empty();
    }
    long millis = 0;
    for (long one : pids()) {
      String stat = text(root.resolve(Long.toString(one)).resolve("stat"));
      millis += ProcessUsage.familyMillis(pid, one, stat);
    }
    return OptionalLong.of(millis);
  }

  private List<Long> pids() {
    try (Stream<Path> files = Files.list(root)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9]{1,10}"))
          .map(Long::valueOf)
          .toList();
    } catch (IOException none) {
      return List.of();
    }
  }

  /** CPU time that everybody on this machine has used since it started, in milliseconds. */
  public OptionalLong busyMillis() {
    String[] fields = firstLine("stat", "cpu ").split("\\s+");
    if (fields.length <= BUSY_FIELDS[BUSY_FIELDS.length - 1]) {
      return OptionalLong.empty();
    }
    long ticks = 0;
    for (int field : BUSY_FIELDS) {
      ticks += Long.parseLong(fields[field]);
    }
    return OptionalLong.of(ticks * ProcessUsage.MILLIS_PER_TICK);
  }

  /** The processor's name, or an empty text. */
  public String processorName() {
    return behindColon(firstLine("cpuinfo", "model name"));
  }

  /** The machine's memory, 0 if unknown. */
  public long memoryKiB() {
    String text = behindColon(firstLine("meminfo", "MemTotal"));
    return text.isEmpty() ? 0 : Long.parseLong(text.split(" ")[0]);
  }

  /** The load averages of the last minute, five and fifteen minutes; empty if unknown. */
  public Optional<String> loadAverages() {
    String[] fields = text(root.resolve("loadavg")).strip().split(" ");
    return fields.length < 3
        ? Optional.empty()
        : Optional.of(String.join(" ", fields[0], fields[1], fields[2]));
  }

  private static String behindColon(String line) {
    return line.substring(line.indexOf(':') + 1).strip();
  }

  private String firstLine(String file, String start) {
    try (Stream<String> lines = text(root.resolve(file)).lines()) {
      return lines.filter(line -> line.startsWith(start)).findFirst().orElse("");
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException gone) {
      return "";
    }
  }
}
