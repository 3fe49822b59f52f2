package cmtp.node.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.address.Address;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.message.MessageHeader;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 4.13. */
class RouterTest {
  private static final Router ROUTER =
      new Router(
          List.of(new DomainName("example.org"), new DomainName("example.net")),
          List.of(Network.parse("127.0.0.0/8"), Network.parse("2001:db8::/32")));
  private static final Router.Client STRANGER = client("", "192.0.2.1");
  private static final Router.Client ALICE = client("alice@example.org", "192.0.2.1");
  private static final Router.Client TRUSTED = client("", "127.0.0.9");

  private static Router.Client client(String user, String address) {
    return new Router.Client(
        user.isEmpty() ? Optional.empty() : Optional.of(Address.parse(user)),
        Network.parse(address).base());
  }

  private static MessageHeader header(String from, String to) {
    int fromAt = from.lastIndexOf('@');
    int toAt = to.lastIndexOf('@');
    return new MessageHeader(
        1,
        0,
        0,
        48,
        to.substring(0, toAt),
        to.substring(toAt + 1),
        from.substring(0, fromAt),
        from.substring(fromAt + 1));
  }

  private static NextHop refused(NextHop.Reason reason) {
    return new NextHop.Refused(reason);
  }

  private static NextHop other(String destination, boolean proven) {
    return new NextHop.OtherDomain(Address.parse(destination), proven);
  }

  @ParameterizedTest
  @CsvSource({
    "bob@example.org,bob@example.org",
    "bob@EXAMPLE.net,bob@example.net",
    "BOB@,bob@example.org",
    "bob@example.org.,bob@example.org"
  })
  void deliversToItsOwnDomainsWhoeverBringsIt(String sent, String mailbox) {
    NextHop wanted = new NextHop.LocalMailbox(Address.parse(mailbox));
    for (Router.Client client : List.of(STRANGER, ALICE, TRUSTED)) {
      assertEquals(wanted, ROUTER.route(header("x@c.example", sent), client));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"@example.org", "@b.example", "../x@b.example", "bob@not a domain", "a b@"})
  void takesNothingForANameThatIsNone(String destination) {
    for (Router.Client client : List.of(STRANGER, ALICE, TRUSTED)) {
      assertEquals(
          refused(NextHop.Reason.NOT_A_NAME),
          ROUTER.route(header("alice@example.org", destination), client));
    }
  }

  @Test
  void forwardsNothingForAStranger() {
    assertEquals(
        refused(NextHop.Reason.NOT_FORWARDED),
        ROUTER.route(header("alice@example.org", "bob@b.example"), STRANGER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice@example.org", "alice@", "ALICE@Example.Org"})
  void forwardsForASessionOfTheSource(String source) {
    assertEquals(
        other("bob@b.example", true), ROUTER.route(header(source, "bob@b.example"), ALICE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mallory@example.org", "alice@example.net", "alice@c.example", "@"})
  void forwardsNothingForAnothersSession(String source) {
    assertEquals(
        refused(NextHop.Reason.NOT_FORWARDED),
        ROUTER.route(header(source, "bob@b.example"), ALICE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice@example.org", "x@c.example", "@", "no name@ at all"})
  void forwardsForATrustedNetworkWithoutProof(String source) {
    assertEquals(
        other("bob@b.example", false), ROUTER.route(header(source, "bob@b.example"), TRUSTED));
  }

  @Test
  void provesNobodyWithoutAName() {
    Router.Client server = client("@example.org", "127.0.0.1");
    assertEquals(
        other("bob@b.example", false),
        ROUTER.route(header("@example.org", "bob@b.example"), server));
    Router.Client outside = client("@example.org", "192.0.2.1");
    assertEquals(
        refused(NextHop.Reason.NOT_FORWARDED),
        ROUTER.route(header("@example.org", "bob@b.example"), outside));
  }

  @Test
  void provesASessionThatComesFromATrustedNetworkToo() {
    Router.Client both = client("alice@example.org", "127.0.0.1");
    MessageHeader own = header("alice@example.org", "bob@b.example");
    assertEquals(other("bob@b.example", true), ROUTER.route(own, both));
    MessageHeader others = header("carol@example.org", "bob@b.example");
    assertEquals(other("bob@b.example", false), ROUTER.route(others, both));
  }

  @Test
  void letsOnlySessionsAndTrustedNetworksAskOthers() {
    assertFalse(ROUTER.mayAskOthers(STRANGER));
    assertTrue(ROUTER.mayAskOthers(ALICE));
    assertTrue(ROUTER.mayAskOthers(TRUSTED));
    assertTrue(ROUTER.mayAskOthers(client("", "2001:db8::7")));
    assertFalse(ROUTER.mayAskOthers(client("", "2001:db9::7")));
    assertFalse(
        new Router(ROUTER.ours(), List.of())
            .mayAskOthers(new Router.Client(Optional.empty(), InetAddress.getLoopbackAddress())));
  }
}
