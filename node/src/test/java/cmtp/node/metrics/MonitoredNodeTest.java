package cmtp.node.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.FederationSetup;
import cmtp.node.LogLines;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.node.dns.AuthoritativeDns;
import cmtp.protocol.address.Address;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.MailOutcome;
import cmtp.protocol.message.Message;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real nodes after mail has gone from one to the other: what they tell of it. */
class MonitoredNodeTest {
  private static final Path MONITORING = Path.of("monitoring");
  private static final Pattern NAME = Pattern.compile("\\b(?:cmtp|jvm|process)_[a-z_]+");
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path folder;
  private static AuthoritativeDns dns;
  private static TestNode a;
  private static TestNode b;
  private static Message sent;
  private static List<String> lines;
  private static String metrics;

  @BeforeAll
  static void sendMail() throws Exception {
    dns = AuthoritativeDns.start(0, List.of());
    a = TestNode.start(folder.resolve("a"), FederationSetup.settings("a.test", dns));
    b = TestNode.start(folder.resolve("b"), FederationSetup.settings("b.test", dns));
    FederationSetup.publish(dns, "a.test", a.address());
    FederationSetup.publish(dns, "b.test", b.address());
    TestNode.User alice = a.openWithoutPassword("alice");
    TestNode.User bob = b.openWithoutPassword("bob");
    try (LogLines log = LogLines.open();
        CmtpClient session = a.session(alice)) {
      sent = TestMail.opaque(alice.address(), bob.address(), 2000);
      assertInstanceOf(MailOutcome.Receipt.class, session.mail(sent, bytes -> {}));
      Message nobodys = TestMail.opaque(alice.address(), Address.parse("nobody@b.test"), 2000);
      assertInstanceOf(MailOutcome.Receipt.class, session.mail(nobodys, bytes -> {}));
      metrics =
          await(
              a,
              page ->
                  page.contains("cmtp_messages_relayed_total 1.0")
                      && page.contains("cmtp_messages_bounced_total 1.0")
                      && page.contains("cmtp_queue_messages 0.0"));
      lines = log.all();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    a.close();
    b.close();
    dns.close();
  }

  private static HttpResponse<String> get(TestNode node, String path) throws Exception {
    String url = "http://127.0.0.1:" + node.server().monitoring().orElseThrow().getPort() + path;
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String await(TestNode node, Predicate<String> wanted) throws Exception {
    long until = System.nanoTime() + PATIENCE_NANOS;
    String page = get(node, "/metrics").body();
    while (!wanted.test(page)) {
      assertTrue(System.nanoTime() < until, page);
      LockSupport.parkNanos(20_000_000);
      page = get(node, "/metrics").body();
    }
    return page;
  }

  private static void has(String line) {
    assertTrue(metrics.lines().anyMatch(line::equals), () -> line + " is not in\n" + metrics);
  }

  @Test
  void countsWhatBecameOfMail() {
    has("cmtp_messages_accepted_total{destination=\"queue\"} 2.0");
    has("cmtp_messages_failed_total 1.0");
    has("cmtp_accept_duration_seconds_count{destination=\"queue\"} 2");
    has("cmtp_relay_duration_seconds_count 1");
    has("cmtp_commands_total{command=\"mail\"} 2.0");
    has("cmtp_queue_oldest_age_seconds 0.0");
    has("cmtp_ready 1.0");
    has("cmtp_cluster_members{status=\"up\"} 1.0");
    has("cmtp_content_pending_writes 0.0");
  }

  @Test
  void countsRefusalsByReasonAndArrivalsByMailbox() throws Exception {
    String page = await(b, text -> text.contains("{destination=\"mailbox\"} 1.0"));
    assertTrue(
        page.contains("cmtp_messages_refused_total{kind=\"permanent\",reason=\"notfound\"} 1.0"),
        page);
  }

  @Test
  void namesNoAddressAndNoDomainInMetrics() {
    assertFalse(metrics.contains("alice") || metrics.contains("test\"}"), metrics);
  }

  @Test
  void readsAsOpenMetricsToo() throws Exception {
    String url = "http://127.0.0.1:" + a.server().monitoring().orElseThrow().getPort() + "/metrics";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Accept", "application/openmetrics-text; version=1.0.0")
            .build();
    HttpResponse<String> page = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    assertTrue(page.headers().firstValue("Content-Type").orElse("").contains("openmetrics"));
    assertTrue(page.body().endsWith("# EOF\n"));
  }

  @Test
  void isReady() throws Exception {
    assertEquals("ready\n", get(a, "/health/ready").body());
    assertEquals(200, get(a, "/health/live").statusCode());
  }

  /** Every step of a message is one line at level info. */
  @Test
  void logsWhatBecameOfMail() {
    assertEquals(2, lines.stream().filter("INFO queued"::equals).count(), lines::toString);
    assertEquals(1, lines.stream().filter("INFO accepted"::equals).count(), lines::toString);
    assertEquals(1, lines.stream().filter("INFO relayed"::equals).count(), lines::toString);
    assertEquals(1, lines.stream().filter("INFO failed"::equals).count(), lines::toString);
    assertEquals(1, lines.stream().filter("INFO bounced"::equals).count(), lines::toString);
  }

  @Test
  void exposesEveryMetricThatTheDashboardShows() throws Exception {
    JsonNode dashboard =
        new ObjectMapper().readTree(MONITORING.resolve("cmtp-dashboard.json").toFile());
    List<String> expressions = dashboard.findValuesAsText("expr");
    assertTrue(expressions.size() > 20);
    assertExposed(expressions);
  }

  @Test
  void exposesEveryMetricThatAnAlertIsAboutAndEachSaysWhatToDo() throws Exception {
    JsonNode rules = new YAMLMapper().readTree(MONITORING.resolve("cmtp-alerts.yml").toFile());
    assertExposed(rules.findValuesAsText("expr"));
    for (JsonNode rule : rules.get("groups").get(0).get("rules")) {
      assertFalse(rule.at("/annotations/summary").asText().isEmpty(), rule.toString());
      assertFalse(rule.at("/annotations/action").asText().isEmpty(), rule.toString());
      assertFalse(rule.at("/labels/severity").asText().isEmpty(), rule.toString());
    }
    JsonNode scraping = new YAMLMapper().readTree(MONITORING.resolve("prometheus.yml").toFile());
    String rulesFile = scraping.get("rule_files").get(0).asText();
    assertTrue(Files.exists(MONITORING.resolve(rulesFile)));
  }

  private static void assertExposed(List<String> expressions) {
    Set<String> used =
        expressions.stream()
            .flatMap(text -> NAME.matcher(text).results())
            .map(found -> found.group())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> exposed =
        metrics
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("[{ ]", 2)[0])
            .collect(Collectors.toSet());
    used.removeAll(exposed);
    assertEquals(Set.of(), used, "used and not exposed");
  }
}
