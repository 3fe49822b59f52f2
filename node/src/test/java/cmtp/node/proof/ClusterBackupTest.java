package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.TestNode.User;
import cmtp.node.cli.Cmtp;
import cmtp.persistence.engine.PostgresSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that takes mail is backed up, and nodes go on from what was saved. */
@Tag("long")
class ClusterBackupTest {
  private static final int BEFORE = 200;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void holdsAllThatWasAcknowledgedBeforeItBeganOnEitherDatabase() throws Exception {
    Path backup = folder.resolve("mail.cmtp");
    try (ClusterLab lab = ClusterLab.start(folder, 3)) {
      List<User> users = lab.open("kept", 24);
      Ledger before = backUp(lab, users, backup);
      cmtp("verify", backup.toString());

      Path data = folder.resolve("sqlite");
      goesOn(backup, data, List.of(), before, users);
      PostgresSettings empty = lab.postgres().freshDatabase();
      goesOn(backup, folder.resolve("postgres"), store(empty), before, users);
    }
  }

  /** What had been acknowledged before the backup began. */
  private static Ledger backUp(ClusterLab lab, List<User> users, Path backup) throws Exception {
    Ledger ledger = new Ledger();
    try (ClusterLoad load = new ClusterLoad(lab, users, ledger, 8, 40)) {
      ClusterLab.await("mail comes in", TIMEOUT, () -> ledger.acknowledged() >= BEFORE);
      Ledger before = ledger.soFar();
      List<String> words = new ArrayList<>(List.of("backup", backup.toString()));
      words.addAll(List.of("--data", folderOf(lab, 0).toString()));
      words.addAll(store(lab.database()));
      cmtp(words.toArray(String[]::new));
      int during = ledger.acknowledged() - before.acknowledged();
      load.check();
      load.stop();
      System.out.println(
          "cluster backup: %d acknowledged before, %d during; %s"
              .formatted(before.acknowledged(), during, ledger));
      ledger.verify(users, lab::next);
      return before;
    }
  }

  private static Path folderOf(ClusterLab lab, int index) {
    return lab.process(index).data();
  }

  private static List<String> store(PostgresSettings database) {
    return List.of(
        "--set",
        "cmtp.store.url=\"" + database.url() + "\"",
        "--set",
        "cmtp.store.user=\"" + database.user() + "\"");
  }

  private static void goesOn(
      Path backup, Path data, List<String> store, Ledger before, List<User> users)
      throws Exception {
    List<String> place = new ArrayList<>(List.of("--data", data.toString()));
    place.addAll(store);
    List<String> restore = new ArrayList<>(List.of("restore", backup.toString()));
    restore.addAll(place);
    cmtp(restore.toArray(String[]::new));
    List<String> verify = new ArrayList<>(List.of("verify"));
    verify.addAll(place);
    cmtp(verify.toArray(String[]::new));
    List<String> settings = new ArrayList<>(List.of("cmtp.domains=[\"cluster.test\"]"));
    for (int i = 1; i < store.size(); i += 2) {
      settings.add(store.get(i));
    }
    ServerProcess node =
        ServerProcess.start(data, List.of(), List.of(), settings.toArray(String[]::new));
    try {
      before.verify(users, node::address);
    } finally {
      node.kill();
    }
  }

  private static void cmtp(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Cmtp.class.getName()));
    command.addAll(List.of(words));
    Path said = Files.createTempFile("cmtp", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertEquals(true, process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS), words[0]);
      assertEquals(0, process.exitValue(), () -> words[0] + ": " + read(said));
    } finally {
      process.destroyForcibly();
      Files.delete(said);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException failed) {
      return failed.toString();
    }
  }
}
