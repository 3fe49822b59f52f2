package cmtp.node;

import cmtp.node.mailbox.DomainSetup;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.Password;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.Xzibit;
import cmtp.protocol.record.KeyRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes a domain's postmaster account at its first start, with a random password that is left in
 * the data directory, readable by its owner, for the operator to log in with and change.
 */
final class Postmaster {
  private static final int PASSWORD_BYTES = 15;

  private final Path dataDirectory;
  private final SecureRandomBytes random;
  private final Clock clock;

  Postmaster(Path dataDirectory, SecureRandomBytes random, Clock clock) {
    this.dataDirectory = dataDirectory;
    this.random = random;
    this.clock = clock;
  }

  Path passwordFile(Address address) {
    return dataDirectory.resolve("postmaster@" + address.domain() + ".password");
  }

  /** Makes keys and password on a thread of its own: deriving a key takes most of a second. */
  CompletionStage<DomainSetup.NewAccount> make(Address address) {
    CompletableFuture<DomainSetup.NewAccount> made = new CompletableFuture<>();
    Thread thread = new Thread(() -> make(address, made), "postmaster");
    thread.setDaemon(true);
    thread.start();
    return made;
  }

  private void make(Address address, CompletableFuture<DomainSetup.NewAccount> made) {
    try {
      SigningKey key = SigningKey.generate(random);
      String password = random.next(PASSWORD_BYTES).base64();
      Bytes xzibit = Xzibit.seal(key, Password.of(password), random);
      write(passwordFile(address), password);
      KeyRecord record = KeyRecord.first(key, address.account(), address.domain(), clock.millis());
      made.complete(new DomainSetup.NewAccount(record.record().bytes(), xzibit));
    } catch (IOException failed) {
      made.completeExceptionally(new UncheckedIOException(failed));
    } catch (RuntimeException failed) {
      made.completeExceptionally(failed);
    }
  }

  private static void write(Path file, String password) throws IOException {
    Files.deleteIfExists(file);
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(Bytes.utf8(password + "\n").asByteBuffer());
    }
  }
}
