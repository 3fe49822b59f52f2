package cmtp.node.cli.home;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.address.DomainName;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
  @ParameterizedTest
  @CsvSource({
    "example.org, example.org, 2424, example.org:2424",
    "example.org:25, example.org, 25, example.org:25",
    "127.0.0.1:65535, 127.0.0.1, 65535, 127.0.0.1:65535",
    "[::1], ::1, 2424, [::1]:2424",
    "[fe80::1]:7, fe80::1, 7, [fe80::1]:7"
  })
  void readsHostAndPort(String text, String host, int port, String shown) {
    ServerAddress address = ServerAddress.parse(text).orElseThrow();
    assertEquals(new ServerAddress(host, port), address);
    assertEquals(shown, address.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":25", "a:0", "a:65536", "a:b", "a:1:2", "a b", "[::1", "::1"})
  void refusesAnythingElse(String text) {
    assertEquals(Optional.empty(), ServerAddress.parse(text));
  }

  @Test
  void knowsTheServerOfThisMachineOnly() {
    assertEquals(
        Optional.of(new ServerAddress("127.0.0.1", 2424)),
        ServerAddress.wellKnown(DomainName.parse("localhost")));
    assertEquals(Optional.empty(), ServerAddress.wellKnown(DomainName.parse("example.org")));
  }
}
