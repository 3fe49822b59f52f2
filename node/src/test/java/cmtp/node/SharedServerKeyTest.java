package cmtp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.engine.PostgresMailStore;
import cmtp.persistence.engine.PostgresSettings;
import cmtp.persistence.store.SealedKeyTable;
import cmtp.persistence.testing.TestPostgres;
import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.Password;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's key in a real database, as several processes have it. */
class SharedServerKeyTest {
  private static final SecureRandomBytes RANDOM = SecureRandomBytes.system();
  private static final Password SECRET = Password.of("a secret of this cluster");

  @TempDir Path folder;
  private PostgresMailStore store;

  @BeforeEach
  void open() {
    PostgresSettings database = TestPostgres.shared().freshDatabase();
    store = PostgresMailStore.open(folder, database, "a run", Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void processesThatStartAtOnceHaveOneKey() {
    List<CompletableFuture<SigningKey>> starts =
        Stream.generate(this::process)
            .limit(3)
            .map(process -> CompletableFuture.supplyAsync(() -> keyOf(process)))
            .toList();
    assertEquals(1, starts.stream().map(start -> start.join().publicKey()).distinct().count());
  }

  @Test
  void aReplacementIsSeenByOtherProcessesAndIsTheSameWhoeverMakesIt() throws IOException {
    SharedServerKey one = process();
    SharedServerKey other = process();
    SigningKey before = one.readOrCreate(RANDOM);
    SigningKey next = one.createNext(RANDOM);
    assertEquals(next.publicKey(), other.createNext(RANDOM).publicKey());
    assertEquals(next.publicKey(), other.readNext().orElseThrow().publicKey());
    assertEquals(before.publicKey(), other.read().orElseThrow().publicKey());
    one.promote(next);
    other.promote(next);
    assertEquals(next.publicKey(), other.read().orElseThrow().publicKey());
    assertEquals(Optional.empty(), other.readNext());
  }

  @Test
  void aNextKeyOfWhichOthersMayHaveToldIsNotForgotten() throws IOException {
    SharedServerKey one = process();
    one.readOrCreate(RANDOM);
    SigningKey next = one.createNext(RANDOM);
    process().dropNext();
    assertEquals(next.publicKey(), one.readNext().orElseThrow().publicKey());
  }

  @Test
  void takesOverTheKeyOfTheTimeBeforeTheCluster() throws IOException {
    SigningKey before = SigningKey.generate(RANDOM);
    SigningKey another = SigningKey.generate(RANDOM);
    assertEquals(
        before.publicKey(), process(SECRET, Optional.of(before)).readOrCreate(RANDOM).publicKey());
    assertEquals(
        before.publicKey(), process(SECRET, Optional.of(another)).readOrCreate(RANDOM).publicKey());
  }

  @Test
  void anotherSecretOpensNothingAndSaysWhere() throws IOException {
    process().readOrCreate(RANDOM);
    SharedServerKey stranger =
        process(Password.of("a secret of another cluster"), Optional.empty());
    IOException refused = assertThrows(IOException.class, stranger::read);
    assertTrue(refused.getMessage().contains("cmtp.cluster.secret-file"), refused.getMessage());
  }

  @Test
  void theDatabaseHoldsNothingOfTheKeyThatItCouldRead() throws IOException {
    SigningKey key = process().readOrCreate(RANDOM);
    Bytes sealed = table().read(SealedKeyTable.Slot.CURRENT).orElseThrow();
    assertFalse(sealed.hex().contains(key.secret().hex().substring(0, 32)));
    assertNotEquals(0, sealed.length());
  }

  private SharedServerKey process() {
    return process(SECRET, Optional.empty());
  }

  private SharedServerKey process(Password secret, Optional<SigningKey> inherited) {
    return new SharedServerKey(table(), secret, RANDOM, inherited);
  }

  private SealedKeyTable table() {
    return new SealedKeyTable(store.dataSource());
  }

  private static SigningKey keyOf(SharedServerKey process) {
    try {
      return process.readOrCreate(RANDOM);
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
