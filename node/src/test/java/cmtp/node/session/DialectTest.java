package cmtp.node.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.Bytes;
import org.junit.jupiter.api.Test;

/** SPEC 8.1. */
class DialectTest {
  private static final String PRODUCT = "cmtp-node/0.1.0";

  @Test
  void greetsAlikeInBothWhereThereIsRoom() {
    Bytes line = Bytes.utf8("220 example.org CMTP cmtp-node/0.1.0\r\n");
    assertEquals(line, Dialect.CMTP.greeting("example.org", PRODUCT));
    assertEquals(line, Dialect.CMTPD.greeting("example.org", PRODUCT));
  }

  @Test
  void greetsTheOldClientInOneReadHoweverLongTheDomain() {
    int rest = "220  CMTP cmtp-node/0.1.0\r\n".length();
    String longest = "a".repeat(254 - rest);
    assertEquals(254, Dialect.CMTPD.greeting(longest, PRODUCT).length());
    assertEquals(Bytes.utf8("220 CMTP\r\n"), Dialect.CMTPD.greeting(longest + "a", PRODUCT));
    assertEquals(255, Dialect.CMTP.greeting(longest + "a", PRODUCT).length());
  }
}
