package cmtp.simulations.resilience.disk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What tests are skipped without. */
public final class Needs {
  private Needs() {}

  public static void compiler() throws InterruptedException {
    assumeTrue(has("cc"), "power cuts need a C compiler");
  }

  public static void smallDisks() throws InterruptedException {
    boolean possible =
        Tool.isRoot() && has("mkfs.ext4") && Files.exists(Path.of("/dev/loop-control"));
    assumeTrue(possible, "a file system of its own needs root, mkfs.ext4 and loop devices");
  }

  private static boolean has(String tool) throws InterruptedException {
    return Tool.tried(List.of("sh", "-c", "command -v " + tool)).code() == 0;
  }
}
