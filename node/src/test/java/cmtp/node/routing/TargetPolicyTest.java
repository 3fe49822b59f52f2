package cmtp.node.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPolicyTest {
  private static final InetAddress MINE = ip("198.41.0.4");
  private static final TargetPolicy STRICT = policy(false);
  private static final TargetPolicy LAX = policy(true);

  private static TargetPolicy policy(boolean privateTargets, InetSocketAddress... own) {
    return new TargetPolicy(privateTargets, Set.of(own), MINE::equals);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3,private",
    "172.16.0.1,private",
    "172.31.255.255,private",
    "192.168.255.1,private",
    "100.64.0.1,private",
    "100.127.255.255,private",
    "127.0.0.1,loopback",
    "127.255.0.1,loopback",
    "169.254.169.254,link-local",
    "192.0.2.1,documentation",
    "198.51.100.1,documentation",
    "203.0.113.1,documentation",
    "0.1.2.3,reserved",
    "192.0.0.1,reserved",
    "198.19.0.1,reserved",
    "240.0.0.1,reserved",
    "::1,loopback",
    "fe80::1,link-local",
    "fc00::1,private",
    "fdff::1,private",
    "2001:db8::1,documentation",
    "3fff:fff::1,documentation",
    "2001::1,reserved",
    "2002:7f00:1::,reserved",
    "::7f00:1,reserved",
    "64:ff9b:1::1,reserved",
    "4000::1,reserved"
  })
  void refusesWhatIsNotPublicUnlessItIsAllowed(String address, String why) {
    assertEquals(Optional.of(why), STRICT.refusal(ip(address), 25));
    assertEquals(Optional.empty(), LAX.refusal(ip(address), 25));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9.9.9.9", "11.0.0.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1",
        "169.253.0.1", "192.169.0.1", "223.255.255.255", "2606:4700::1", "2a00::1", "2001:200::1",
        "64:ff9b::909:909"
      })
  void takesPublicAddresses(String address) {
    assertEquals(Optional.empty(), STRICT.refusal(ip(address), 25));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "224.0.0.1", "239.1.1.1", "ff02::1", "255.255.255.255"})
  void neverTakesWhatIsNotOneMachines(String address) {
    assertEquals(true, LAX.refusal(ip(address), 25).isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1,private",
    "127.0.0.1,loopback",
    "169.254.1.1,link-local",
    "0.0.0.0,unspecified"
  })
  void seesThroughIpv6FormsOfIpv4(String inside, String why) throws UnknownHostException {
    byte[] four = ip(inside).getAddress();
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    System.arraycopy(four, 0, mapped, 12, 4);
    assertEquals(Optional.of(why), STRICT.refusal(Inet6Address.getByAddress("", mapped, 0), 25));

    byte[] translated = ip("64:ff9b::").getAddress();
    System.arraycopy(four, 0, translated, 12, 4);
    assertEquals(Optional.of(why), STRICT.refusal(InetAddress.getByAddress(translated), 25));
  }

  @Test
  void neverTakesItsOwnListener() {
    TargetPolicy mine = policy(true, new InetSocketAddress("127.0.0.1", 2424));
    assertEquals(Optional.of("this node itself"), mine.refusal(ip("127.0.0.1"), 2424));
    assertEquals(Optional.empty(), mine.refusal(ip("127.0.0.1"), 2425));
    assertEquals(Optional.empty(), mine.refusal(ip("127.0.0.2"), 2424));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void takesAWildcardListenerForAllAddressesOfTheMachine(String wildcard) {
    TargetPolicy mine = policy(false, new InetSocketAddress(wildcard, 25));
    assertEquals(Optional.of("this node itself"), mine.refusal(MINE, 25));
    assertEquals(Optional.empty(), mine.refusal(MINE, 26));
    assertEquals(Optional.empty(), mine.refusal(ip("9.9.9.9"), 25));
  }

  private static InetAddress ip(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException wrong) {
      throw new IllegalArgumentException(wrong);
    }
  }
}
