package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestNode;
import cmtp.node.cli.Shell.Result;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.dns.AuthoritativeDns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A domain's check against a real node and a name server on loopback. */
class DoctorTest {
  @TempDir Path data;
  @TempDir Path home;
  private AuthoritativeDns dns;
  private String resolver;
  private TestNode node;
  private Shell operator;

  @BeforeEach
  void start() throws IOException {
    dns = AuthoritativeDns.start(0, List.of());
    resolver = "127.0.0.1:" + dns.address().getPort();
    node =
        TestNode.start(
            data, "cmtp.dns.servers=[\"" + resolver + "\"]", "cmtp.dns.private-targets=true");
    operator = new Shell(node, home);
    dns.put(
        "_cmtp._tcp.example.org. SRV 0 0 " + node.server().port() + " node.example.org.",
        "node.example.org. A 127.0.0.1");
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
    dns.close();
  }

  private String txt() {
    return "_cmtp.example.org. TXT \"v=cmtp1; k=" + node.serverKey().base64() + "\"";
  }

  @Test
  void passesADomainWhoseRecordsAndNodeAreRight() {
    dns.put(txt());
    Result result = operator.ok("doctor", "example.org");
    assertFalse(result.out().contains("WRONG") || result.out().contains("warning"), result.out());
    assertTrue(result.out().contains("a secure channel opens"), result.out());
    assertTrue(result.out().contains("is the one in the TXT record"), result.out());
    assertTrue(result.out().contains("  " + txt()), result.out());
  }

  @Test
  void onlyWarnsOfAMissingKeyAndNamesIt() {
    Result result = operator.ok("doctor", "example.org");
    assertTrue(result.out().contains("warning  TXT"), result.out());
    assertTrue(result.out().contains("  " + txt()), result.out());
  }

  @Test
  void failsAfterARotationUntilTheNewKeyIsPublished() {
    String before = txt();
    dns.put(before);
    operator.ok("key", "rotate-server", "--yes");
    Result result = operator.run("doctor", "example.org");
    assertEquals(ExitCode.REFUSED, result.code());
    assertTrue(result.out().contains("WRONG    TXT"), result.out());
    dns.remove("_cmtp.example.org.", "TXT");
    dns.put(txt());
    operator.ok("doctor", "example.org");
  }

  @Test
  void failsWhereNobodyAnswersOrSomethingElse() {
    dns.put("_cmtp._tcp.b.example. SRV 0 0 1 node.example.org.");
    Shell nowhere = new Shell(home, 0, home);
    Result refused = nowhere.run("doctor", "b.example", "--resolver", resolver, "--json");
    assertEquals(ExitCode.REFUSED, refused.code());
    Result unknown = nowhere.run("doctor", "c.example", "--resolver", resolver);
    assertEquals(ExitCode.REFUSED, unknown.code());
    assertTrue(unknown.out().contains("does not exist"), unknown.out());
  }

  @Test
  void seesThatANodeDoesNotServeTheDomain() throws IOException {
    dns.put("_cmtp._tcp.b.example. SRV 0 0 " + node.server().port() + " node.example.org.");
    Files.writeString(home.resolve("node.conf"), "cmtp.dns { servers = [\"" + resolver + "\"] }\n");
    Result result =
        new Shell(home, 0, home)
            .run("doctor", "b.example", "--config", "node.conf", "--data", home.toString());
    assertEquals(ExitCode.REFUSED, result.code());
    assertTrue(result.out().contains("does not serve b.example"), result.out());
  }

  @Test
  void refusesWhatIsNoDomainAndNoNameServer() {
    operator.fails(ExitCode.USAGE, "doctor", "a b");
    operator.fails(ExitCode.USAGE, "doctor", "example.org", "--resolver", "not an address");
  }
}
