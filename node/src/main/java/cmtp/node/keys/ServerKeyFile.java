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
public final class ServerKeyFile implements ServerKeyStore {
  public static final String NAME = "server.key";

  /** While a new key replaces the old one: the new one. */
  public static final String NEXT = "server.key.next";

  private final Path dataDirectory;

  public ServerKeyFile(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
  }

  @Override
  public Optional<SigningKey> read() throws IOException {
    return read(dataDirectory.resolve(NAME));
  }

  @Override
  public SigningKey readOrCreate(SecureRandomBytes random) throws IOException {
    Optional<SigningKey> found = read();
    return found.isPresent() ? found.get() : create(dataDirectory.resolve(NAME), random);
  }

  private static Optional<SigningKey> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Optional<SigningKey> key =
        Bytes.base64(Files.readString(file, StandardCharsets.US_ASCII).strip())
            .flatMap(SigningKey::fromSecret);
    if (key.isEmpty()) {
      throw new IOException(
          file
              + " is not a server key; restore it from a backup: a new key would"
              + " make every peer refuse this node");
    }
    return key;
  }

  private static SigningKey create(Path file, SecureRandomBytes random) throws IOException {
    SigningKey key = SigningKey.generate(random);
    write(file, key);
    return key;
  }

  @Override
  public Optional<SigningKey> readNext() throws IOException {
    return read(dataDirectory.resolve(NEXT));
  }

  @Override
  public SigningKey createNext(SecureRandomBytes random) throws IOException {
    return create(dataDirectory.resolve(NEXT), random);
  }

  @Override
  public void promote(SigningKey next) throws IOException {
    Files.move(
        dataDirectory.resolve(NEXT), dataDirectory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    sync(dataDirectory);
  }

  @Override
  public void dropNext() throws IOException {
    if (Files.deleteIfExists(dataDirectory.resolve(NEXT))) {
      sync(dataDirectory);
    }
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public String place() {
    return NAME;
  }

  /** What the file of this key holds. */
  public static Bytes content(SigningKey key) {
    return Bytes.utf8(key.secret().base64() + "\n");
  }

  private static void write(Path file, SigningKey key) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap(content(key).unsafeArray()));
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
