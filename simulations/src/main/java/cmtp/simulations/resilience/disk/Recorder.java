package cmtp.simulations.resilience.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Records what a process does to a directory: a small library of C that is loaded into it, compiled
 * here for this machine. Linux only.
 */
public final class Recorder {
  private static final String SOURCE = "recorder.c";

  private final Path library;

  private Recorder(Path library) {
    this.library = library;
  }

  /**
   * @param folder where the library goes
   * @throws IOException also if there is no compiler
   */
  public static Recorder compile(Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve(SOURCE);
    Path library = folder.resolve("recorder.so");
    try (InputStream text = Recorder.class.getResourceAsStream(SOURCE)) {
      Files.write(source, text.readAllBytes());
    }
    try {
      Tool.run(
          "cc",
          "-O2",
          "-shared",
          "-fPIC",
          "-o",
          library.toString(),
          source.toString(),
          "-lpthread");
    } catch (IOException failed) {
      throw new IOException(
          "power cuts need a C compiler (install gcc and libc6-dev): " + failed.getMessage(),
          failed);
    }
    return new Recorder(library);
  }

  /**
   * What a process has to have in its environment.
   *
   * @param directory what is recorded; with all links followed
   * @param file where to; outside of the directory
   */
  public Map<String, String> environment(Path directory, Path file) {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "CMTP_RECORD_DIR", directory.toString(),
        "CMTP_RECORD_FILE", file.toString());
  }
}
