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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes a domain's postmaster account at its first start, with a random password that is left in
 * the data directory, readable by its owner, for the operator to log in with and change.
 */
final class Postmaster implements DomainSetup.Postmasters {
  private static final int PASSWORD_BYTES = 15;
  private static final long IDLE_SECONDS = 5;

  private final Path dataDirectory;
  private final SecureRandomBytes random;
  private final Clock clock;
  private final ConcurrentMap<Address, CompletionStage<Made>> prepared = new ConcurrentHashMap<>();

  /** One: each derivation takes 256 MiB, and there may be a thousand domains. */
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Postmaster::daemon);

  Postmaster(Path dataDirectory, SecureRandomBytes random, Clock clock) {
    this.dataDirectory = dataDirectory;
    this.random = random;
    this.clock = clock;
    thread.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "postmaster");
    thread.setDaemon(true);
    return thread;
  }

  Path passwordFile(Address address) {
    return dataDirectory.resolve("postmaster@" + address.domain() + ".password");
  }

  private record Made(DomainSetup.NewAccount account, String password) {}

  /** Begins now what {@link #make} will be asked for: at a first start, beside everything else. */
  void prepare(Address address) {
    prepared.computeIfAbsent(address, this::begin);
  }

  /** Makes the keys, and leaves the password in its file. */
  @Override
  public CompletionStage<DomainSetup.NewAccount> make(Address address) {
    CompletionStage<Made> begun = prepared.remove(address);
    return (begun == null ? begin(address) : begun)
        .thenApply(
            made -> {
              write(passwordFile(address), made.password());
              return made.account();
            });
  }

  @Override
  public void discard(Address address) {
    thread.execute(() -> delete(passwordFile(address)));
  }

  /** On a thread of its own: deriving a key takes most of a second. */
  private CompletionStage<Made> begin(Address address) {
    return CompletableFuture.supplyAsync(() -> keysFor(address), thread);
  }

  private Made keysFor(Address address) {
    SigningKey key = SigningKey.generate(random);
    String password = random.next(PASSWORD_BYTES).base64();
    Bytes xzibit = Xzibit.seal(key, Password.of(password), random);
    KeyRecord record = KeyRecord.first(key, address.account(), address.domain(), clock.millis());
    return new Made(new DomainSetup.NewAccount(record.record().bytes(), xzibit), password);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void write(Path file, String password) {
    try {
      Files.deleteIfExists(file);
      try (var channel =
          Files.newByteChannel(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        channel.write(Bytes.utf8(password + "\n").asByteBuffer());
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
