package cmtp.node.cli.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserHomeTest {
  private static final Address ALICE = Address.parse("alice@localhost");
  private static final Address BOB = Address.parse("bob@localhost");

  @TempDir Path folder;
  private final SigningKey key = SigningKey.generate();

  @Test
  void keepsServerKeyAndPins() throws IOException {
    HomeServer server =
        new HomeServer(new ServerAddress("::1", 2424), key.publicKey(), 17, "my machine = here");
    Pin pin = new Pin(BOB, SigningKey.generate().publicKey(), 99);
    AccountHome written = new UserHome(folder).account(ALICE);
    written.save(server);
    written.save(key);
    written.save(pin);

    AccountHome read = new UserHome(folder).all().get(0);
    assertEquals(ALICE, read.address());
    assertEquals(Optional.of(server), read.server());
    assertEquals(Optional.of(key), read.key());
    assertEquals(Optional.of(pin), read.pin(BOB));
    assertEquals(List.of(pin), read.pins());
  }

  @Test
  void isReadableByItsOwnerOnly() throws IOException {
    AccountHome home = new UserHome(folder.resolve("new")).account(ALICE);
    home.save(key);
    try (Stream<Path> all = Files.walk(folder.resolve("new"))) {
      for (Path path : all.toList()) {
        String expected = Files.isDirectory(path) ? "rwx------" : "rw-------";
        assertEquals(
            expected,
            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
            path.toString());
      }
    }
  }

  @Test
  void doesNotUseAKeyThatOthersCanRead() throws IOException {
    AccountHome home = new UserHome(folder).account(ALICE);
    home.save(key);
    Path file = home.folder().resolve("key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    IOException refused = assertThrows(IOException.class, home::key);
    assertTrue(refused.getMessage().contains("chmod 600"), refused.getMessage());
  }

  @Test
  void leavesNoTemporaryFiles() throws IOException {
    AccountHome home = new UserHome(folder).account(ALICE);
    home.save(key);
    home.save(SigningKey.generate());
    try (Stream<Path> files = Files.list(home.folder())) {
      assertEquals(List.of(home.folder().resolve("key")), files.toList());
    }
  }

  @Test
  void takesADamagedPinForAFailureNotForAMissingOne() throws IOException {
    AccountHome home = new UserHome(folder).account(ALICE);
    home.save(new Pin(BOB, key.publicKey(), 1));
    Files.writeString(home.folder().resolve("pins").resolve("bob@localhost"), "");
    assertThrows(IOException.class, () -> home.pin(BOB));
  }

  @Test
  void logsOutButKeepsPins() throws IOException {
    AccountHome home = new UserHome(folder).account(ALICE);
    home.save(new HomeServer(new ServerAddress("h", 1), key.publicKey(), 1, ""));
    home.save(new Pin(BOB, key.publicKey(), 1));
    home.save(key);
    assertEquals(1, new UserHome(folder).loggedIn().size());
    home.forgetKey();
    assertFalse(home.isLoggedIn());
    assertEquals(Optional.empty(), home.key());
    assertEquals(0, new UserHome(folder).loggedIn().size());
    assertEquals(1, home.pins().size());
    home.forgetAll();
    assertEquals(List.of(), new UserHome(folder).all());
  }

  @Test
  void namesFoldersOfOverlongAddressesByTheirHash() throws IOException {
    Address longest =
        Address.parse("a".repeat(64) + "@" + ("b".repeat(60) + ".").repeat(4) + "org");
    AccountHome home = new UserHome(folder).account(longest);
    home.save(new HomeServer(new ServerAddress("h", 1), key.publicKey(), 1, ""));
    assertEquals(64, home.folder().getFileName().toString().length());
    assertEquals(longest, new UserHome(folder).all().get(0).address());
  }

  @Test
  void isFoundByEnvironment() {
    assertEquals(
        Path.of("/c"),
        UserHome.locate(Map.of("CMTP_HOME", "/c", "XDG_CONFIG_HOME", "/x"), "/h").folder());
    assertEquals(
        Path.of("/x/cmtp"), UserHome.locate(Map.of("XDG_CONFIG_HOME", "/x"), "/h").folder());
    assertEquals(Path.of("/h/.config/cmtp"), UserHome.locate(Map.of(), "/h").folder());
  }
}
