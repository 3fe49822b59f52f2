package cmtp.simulations.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Counts a flight recording's samples: by the method that was running, and by the room of the house
 * on whose behalf it ran. Java and native samples are apart, since a thread in native code may as
 * well wait for the disk as work; those that wait for the network or for work are left out.
 */
final class MethodSamples {
  private static final String JAVA = "jdk.ExecutionSample";
  private static final String NATIVE = "jdk.NativeMethodSample";
  private static final Set<String> WAITING =
      Set.of(
          "sun.nio.ch.EPoll.wait",
          "sun.nio.ch.Net.accept",
          "sun.nio.ch.Net.poll",
          "java.lang.ProcessHandleImpl.waitForProcessExit0",
          "jdk.internal.misc.Unsafe.park",
          "java.lang.Object.wait",
          "java.lang.Thread.sleep");

  /** Frames of these say nothing about on whose behalf the work is done. */
  private static final List<String> LIBRARY_OF_ALL =
      List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "scala.");

  private final Map<String, Integer> methods = new HashMap<>();
  private final Map<String, Integer> nativeMethods = new HashMap<>();
  private final Map<String, Integer> rooms = new HashMap<>();
  private final Map<String, Integer> nativeRooms = new HashMap<>();

  /** A name and how many samples it has. */
  record Row(String name, int samples) {}

  static MethodSamples read(Path recording) throws IOException {
    MethodSamples samples = new MethodSamples();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        samples.count(file.readEvent());
      }
    }
    return samples;
  }

  private void count(RecordedEvent event) {
    String type = event.getEventType().getName();
    if ((type.equals(JAVA) || type.equals(NATIVE)) && event.getStackTrace() != null) {
      List<String> stack =
          event.getStackTrace().getFrames().stream()
              .filter(RecordedFrame::isJavaFrame)
              .map(frame -> method(frame))
              .toList();
      count(stack, type.equals(NATIVE));
    }
  }

  private static String method(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  /**
   * @param stack qualified methods, the running one first
   */
  void count(List<String> stack, boolean isNative) {
    if (stack.isEmpty() || WAITING.contains(stack.get(0))) {
      return;
    }
    (isNative ? nativeMethods : methods).merge(stack.get(0), 1, Integer::sum);
    (isNative ? nativeRooms : rooms).merge(room(stack), 1, Integer::sum);
  }

  /** The package of the topmost frame that is not everybody's library, shortened. */
  private static String room(List<String> stack) {
    for (String method : stack) {
      if (LIBRARY_OF_ALL.stream().noneMatch(method::startsWith)) {
        String[] parts = method.split("\\.");
        int kept = method.startsWith("org.apache.") ? 4 : method.startsWith("cmtp.") ? 3 : 2;
        return String.join(".", List.of(parts).subList(0, Math.min(kept, parts.length - 2)));
      }
    }
    return "(the JDK itself)";
  }

  List<Row> methods(boolean isNative) {
    return sorted(isNative ? nativeMethods : methods);
  }

  List<Row> rooms(boolean isNative) {
    return sorted(isNative ? nativeRooms : rooms);
  }

  private static List<Row> sorted(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> new Row(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingInt(Row::samples).reversed().thenComparing(Row::name))
        .toList();
  }
}
