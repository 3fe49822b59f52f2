package cmtp.node.cli.home;

import cmtp.protocol.address.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The user's configuration folder with one folder per account. */
public final class UserHome {
  private final Path accounts;

  public UserHome(Path folder) {
    this.accounts = folder.resolve("accounts");
  }

  /** {@code $CMTP_HOME}, else {@code $XDG_CONFIG_HOME/cmtp}, else {@code ~/.config/cmtp}. */
  public static UserHome locate(Map<String, String> environment, String userHome) {
    String own = environment.getOrDefault("CMTP_HOME", "");
    String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
    if (!own.isBlank()) {
      return new UserHome(Path.of(own));
    }
    return new UserHome(
        xdg.isBlank() ? Path.of(userHome, ".config", "cmtp") : Path.of(xdg, "cmtp"));
  }

  public Path folder() {
    return accounts.getParent();
  }

  /** The account's folder, there or not. */
  public AccountHome account(Address address) {
    return new AccountHome(accounts.resolve(AccountHome.fileName(address)), address);
  }

  /** All accounts that are known here, logged in or not, sorted by address. */
  public List<AccountHome> all() throws IOException {
    List<AccountHome> found = new ArrayList<>();
    try (Stream<Path> folders = Files.list(accounts)) {
      for (Path folder : folders.sorted().toList()) {
        Optional<AccountHome> account = AccountHome.in(folder);
        account.ifPresent(found::add);
      }
    } catch (NoSuchFileException none) {
      return List.of();
    }
    return List.copyOf(found);
  }

  public List<AccountHome> loggedIn() throws IOException {
    return all().stream().filter(AccountHome::isLoggedIn).toList();
  }
}
