package cmtp.node.keys;

import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** The server's private key in the data directory: one line of base64url, readable by its owner. */
public final class ServerKeyFile {
  public static final String NAME = "server.key";

  /** While a new key replaces the old one: the new one. */
  public static final String NEXT = "server.key.next";

  private ServerKeyFile() {}

  public static boolean exists(Path dataDirectory) {
    return Files.exists(dataDirectory.resolve(NAME));
  }

  /**
   * Reads the key, or makes and keeps one at the first start; it is on the disk before anybody sees
   * its public half.
   *
   * @throws IOException with a message for people
   */
  public static SigningKey readOrCreate(Path dataDirectory, SecureRandomBytes random)
      throws IOException {
    Path file = dataDirectory.resolve(NAME);
    return exists(dataDirectory) ? read(file) : create(file, random);
  }

  private static SigningKey read(Path file) throws IOException {
    return Bytes.base64(Files.readString(file, StandardCharsets.US_ASCII).strip())
        .flatMap(SigningKey::fromSecret)
        .orElseThrow(
            () ->
                new IOException(
                    file
                        + " is not a server key; restore it from a backup: a new key would"
                        + " make every peer refuse this node"));
  }

  private static SigningKey create(Path file, SecureRandomBytes random) throws IOException {
    SigningKey key = SigningKey.generate(random);
    write(file, key);
    return key;
  }

  /** The key that is about to replace the current one, if a replacement was begun. */
  public static Optional<SigningKey> readNext(Path dataDirectory) throws IOException {
    Path file = dataDirectory.resolve(NEXT);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /** Makes the next key; it is on the disk before anybody sees its public half. */
  public static SigningKey createNext(Path dataDirectory, SecureRandomBytes random)
      throws IOException {
    return create(dataDirectory.resolve(NEXT), random);
  }

  /** The next key becomes the key. */
  public static void promoteNext(Path dataDirectory) throws IOException {
    Files.move(
        dataDirectory.resolve(NEXT), dataDirectory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    sync(dataDirectory);
  }

  /** Forgets a next key that nobody was told of. */
  public static void dropNext(Path dataDirectory) throws IOException {
    if (Files.deleteIfExists(dataDirectory.resolve(NEXT))) {
      sync(dataDirectory);
    }
  }

  private static void write(Path file, SigningKey key) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap(Bytes.utf8(key.secret().base64() + "\n").unsafeArray()));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    sync(file.getParent());
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
