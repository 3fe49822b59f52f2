package cmtp.node.cli.home;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.address.InvalidAddressException;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One account's folder: {@code account} (address, server, server's key), {@code key} (the private
 * key, while logged in) and {@code pins/} (one file a correspondent).
 */
public final class AccountHome {
  static final String ACCOUNT_FILE = "account";

  /** Folder and file names of at most this many bytes fit every file system. */
  private static final int NAME_BYTES_MAX = 200;

  private final Path folder;
  private final Address address;

  AccountHome(Path folder, Address address) {
    this.folder = folder;
    this.address = address;
  }

  /** Addresses hold no slash and don't begin with a dot; overlong ones are named by their hash. */
  static String fileName(Address address) {
    Bytes name = Bytes.utf8(address.toString());
    return name.length() <= NAME_BYTES_MAX ? address.toString() : Hash.of(name).hex();
  }

  /** The account whose folder this is; empty if it holds none. */
  static Optional<AccountHome> in(Path folder) throws IOException {
    return LineFile.read(folder.resolve(ACCOUNT_FILE))
        .flatMap(lines -> address(lines))
        .map(address -> new AccountHome(folder, address));
  }

  public Address address() {
    return address;
  }

  public Path folder() {
    return folder;
  }

  /** Empty before the first login. */
  public Optional<HomeServer> server() throws IOException {
    Path file = folder.resolve(ACCOUNT_FILE);
    return whole(file, LineFile.read(file), AccountHome::server);
  }

  public void save(HomeServer server) throws IOException {
    LineFile.write(
        folder.resolve(ACCOUNT_FILE),
        Map.of(
            "address", address.toString(),
            "server", server.address().toString(),
            "server-key", server.key().base64(),
            "server-key-since", Long.toString(server.sinceMillis()),
            "device", server.device()));
  }

  public boolean isLoggedIn() {
    return Files.exists(keyFile());
  }

  /**
   * The private key; empty when logged out.
   *
   * @throws IOException if it can't be read, is damaged, or is open to other users
   */
  public Optional<SigningKey> key() throws IOException {
    Optional<SortedMap<String, String>> lines = LineFile.read(keyFile());
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    if (LineFile.isOpenToOthers(keyFile())) {
      throw new IOException("the private key is open to other users: run chmod 600 " + keyFile());
    }
    return Optional.of(
        Bytes.base64(lines.get().getOrDefault("secret", ""))
            .flatMap(SigningKey::fromSecret)
            .orElseThrow(
                () -> new IOException("the key file is damaged, log in again: " + keyFile())));
  }

  public void save(SigningKey key) throws IOException {
    LineFile.write(keyFile(), Map.of("secret", key.secret().base64()));
  }

  /** Forgets the private key; server and pins are kept for the next login. */
  public void forgetKey() throws IOException {
    Files.deleteIfExists(keyFile());
  }

  /** Forgets everything about this account. */
  public void forgetAll() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (NoSuchFileException none) {
      return;
    }
  }

  public Optional<Pin> pin(Address correspondent) throws IOException {
    Path file = pinFile(correspondent);
    return whole(file, LineFile.read(file), AccountHome::pin);
  }

  public void save(Pin pin) throws IOException {
    LineFile.write(
        pinFile(pin.address()),
        Map.of(
            "address", pin.address().toString(),
            "key", pin.key().base64(),
            "since", Long.toString(pin.sinceMillis())));
  }

  /** All pins, sorted by address. */
  public List<Pin> pins() throws IOException {
    List<Pin> pins = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("pins"))) {
      for (Path file : files.sorted().toList()) {
        whole(file, LineFile.read(file), AccountHome::pin).ifPresent(pins::add);
      }
    } catch (NoSuchFileException none) {
      return List.of();
    }
    return List.copyOf(pins);
  }

  private Path keyFile() {
    return folder.resolve("key");
  }

  private Path pinFile(Address correspondent) {
    return folder.resolve("pins").resolve(fileName(correspondent));
  }

  /** A damaged file is not a missing one: a pin must not be forgotten by accident. */
  private static <T> Optional<T> whole(
      Path file,
      Optional<SortedMap<String, String>> lines,
      Function<SortedMap<String, String>, Optional<T>> read)
      throws IOException {
    Optional<T> value = lines.flatMap(read);
    if (lines.isPresent() && value.isEmpty()) {
      throw new IOException("this file is damaged, repair or remove it: " + file);
    }
    return value;
  }

  private static Optional<Address> address(SortedMap<String, String> lines) {
    try {
      return Optional.ofNullable(lines.get("address")).map(Address::parse);
    } catch (InvalidAddressException damaged) {
      return Optional.empty();
    }
  }

  private static Optional<HomeServer> server(SortedMap<String, String> lines) {
    Optional<ServerAddress> server = ServerAddress.parse(lines.getOrDefault("server", ""));
    Optional<VerifyKey> key = VerifyKey.ofBase64(lines.getOrDefault("server-key", ""));
    return server.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HomeServer(
                server.get(),
                key.get(),
                millis(lines, "server-key-since"),
                lines.getOrDefault("device", "")));
  }

  private static Optional<Pin> pin(SortedMap<String, String> lines) {
    Optional<Address> address = address(lines);
    Optional<VerifyKey> key = VerifyKey.ofBase64(lines.getOrDefault("key", ""));
    return address.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(new Pin(address.get(), key.get(), millis(lines, "since")));
  }

  private static long millis(SortedMap<String, String> lines, String name) {
    String text = lines.getOrDefault(name, "0");
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }
}
