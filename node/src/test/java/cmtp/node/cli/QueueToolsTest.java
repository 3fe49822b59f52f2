package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.cli.Shell.Result;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.delivery.RemoteDomain.Activity;
import cmtp.node.delivery.RemoteDomain.Mail;
import cmtp.node.ops.AdminApi;
import cmtp.node.ops.DeliveryAccess;
import cmtp.node.ops.DomainRoutes;
import cmtp.node.ops.QueueRoutes;
import cmtp.node.ops.TraceRoutes;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.PinOrigin;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceKind;
import cmtp.persistence.trace.TraceStore;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's commands for other domains, through a real admin interface. */
class QueueToolsTest {
  private static final SigningKey PINNED = SigningKey.fromSeed(Hash.of(Bytes.utf8("pinned")));
  private static final SigningKey OFFERED = SigningKey.fromSeed(Hash.of(Bytes.utf8("offered")));
  private static final MessageId FIRST = mid("first");
  private static final MessageId SECOND = mid("second");

  @TempDir Path data;
  private final StandInQueues queues = new StandInQueues();
  private final List<TraceEntry> traced = new ArrayList<>();
  private ActorSystem<Void> system;
  private AdminApi api;
  private Shell operator;

  private static MessageId mid(String name) {
    return new MessageId(Hash.of(Bytes.utf8(name)));
  }

  @BeforeEach
  void start() throws IOException {
    system = ActorSystem.create(Behaviors.empty(), "queue-tools", ConfigFactory.defaultReference());
    DeliveryAccess delivery =
        new DeliveryAccess(
            queues,
            queues::board,
            traces(),
            () ->
                CompletableFuture.completedFuture(
                    List.of(new DomainName("known.example"), new DomainName("b.example"))));
    api =
        AdminApi.start(
            0,
            data,
            List.of(
                new QueueRoutes(delivery, system),
                new DomainRoutes(delivery, system),
                new TraceRoutes(delivery.traces())),
            SecureRandomBytes.system());
    operator = new Shell(data, 0, data);
    queues.add(mail("b.example", 1, FIRST));
    queues.add(mail("c.example", 2, SECOND));
    queues.know("b.example", Activity.BACKING_OFF, PeerKnowledge.NONE);
  }

  @AfterEach
  void stop() {
    api.close();
    system.terminate();
  }

  private TraceStore traces() {
    return new TraceStore() {
      @Override
      public CompletionStage<Void> note(List<TraceEntry> entries) {
        traced.addAll(entries);
        return CompletableFuture.completedFuture(null);
      }

      @Override
      public CompletionStage<List<TraceEntry>> find(Bytes prefix) {
        return CompletableFuture.completedFuture(
            traced.stream()
                .filter(one -> one.mid().value().slice(0, prefix.length()).equals(prefix))
                .toList());
      }

      @Override
      public CompletionStage<Integer> forgetBefore(long unixMillis) {
        return CompletableFuture.completedFuture(0);
      }
    };
  }

  private static Mail mail(String domain, long id, MessageId mid) {
    return new Mail(
        new DomainName(domain),
        id,
        mid,
        "ann@example.org",
        "bob@" + domain,
        2048,
        System.currentTimeMillis() - 1_800_000,
        3,
        "connection\u001b[2J refused",
        System.currentTimeMillis() + 600_000,
        false,
        false);
  }

  private void trace(MessageId mid, TraceKind kind, Bytes proof) {
    traced.add(new TraceEntry(mid, 1_750_000_000_000L, kind, "b.example", "a detail", proof));
  }

  private static Bytes receipt(MessageId mid, SigningKey signer) {
    return Bytes.concat(PINNED.publicKey().bytes(), signer.sign(Bytes.utf8("SUCCESS " + mid)));
  }

  @Test
  void summariseByDomainAgeAndReason() {
    String out = operator.ok("queue", "summary").out();
    assertTrue(
        out.lines().anyMatch(l -> l.matches("b.example +1 +\\. +\\. +1 .*next attempt in.*")), out);
    assertTrue(out.lines().anyMatch(l -> l.matches(" +1  connection refused")), out);
    assertEquals(2, operator.ok("queue", "summary", "--json").json().get("domains").size());
  }

  @Test
  void listWhatWaitsAndMakeItSafeToShow() {
    String out = operator.ok("queue", "list").out();
    assertEquals(3, out.lines().count(), out);
    assertTrue(out.contains(FIRST.toString().substring(0, 16)), out);
    assertFalse(out.contains("\u001b"), out);
    JsonNode one = operator.ok("queue", "list", "--domain", "c.example", "--json").json();
    assertEquals(SECOND.toString(), one.get("mails").get(0).get("mid").asText());
    assertTrue(
        operator.ok("queue", "list", "--limit", "1", "--json").json().get("more").asBoolean());
    operator.fails(ExitCode.REFUSED, "queue", "list", "--limit", "501");
    operator.fails(ExitCode.REFUSED, "queue", "list", "--domain", "a b");
  }

  @Test
  void showAMessageByItsBeginning() {
    trace(FIRST, TraceKind.QUEUED, Bytes.EMPTY);
    String prefix = FIRST.toString().substring(0, 9);
    String out = operator.ok("queue", "show", prefix).out();
    assertTrue(out.contains(FIRST.toString()) && out.contains("bob@b.example"), out);
    operator.ok("queue", "show", SECOND.toString());
    operator.fails(ExitCode.NOT_FOUND, "queue", "show", "0123456789");
    operator.fails(ExitCode.NOT_FOUND, "queue", "show", mid("none").toString());
    operator.fails(ExitCode.REFUSED, "queue", "show", "1234567");
  }

  @Test
  void actOnMessagesDomainsOrAll() {
    operator.ok("queue", "retry", FIRST.toString(), SECOND.toString());
    assertEquals(List.of("retry b.example 1", "retry c.example 1"), queues.deeds());
    operator.ok("queue", "hold", "--domain", "b.example");
    assertEquals(List.of("hold b.example"), queues.deeds());
    operator.ok("queue", "release", "--all");
    assertEquals(List.of("release b.example", "release c.example"), queues.deeds());
    operator.fails(ExitCode.USAGE, "queue", "retry");
    operator.fails(ExitCode.USAGE, "queue", "retry", "--all", "--domain", "b.example");
    operator.fails(ExitCode.NOT_FOUND, "queue", "hold", mid("none").toString());
    assertEquals(List.of(), queues.deeds());
  }

  @Test
  void dropOnlyWhatIsConfirmed() {
    Result asked = operator.fails(ExitCode.USAGE, "queue", "drop", FIRST.toString());
    assertTrue(asked.err().contains("--yes"), asked.err());
    assertEquals(List.of(), queues.deeds());
    operator.ok("queue", "drop", FIRST.toString(), "--yes");
    operator.ok("queue", "drop", "--domain", "c.example", "--silently", "--yes");
    assertEquals(List.of("drop b.example 1", "drop silently c.example"), queues.deeds());
  }

  @Test
  void neverDropEverythingAtOnce() {
    operator.fails(ExitCode.USAGE, "queue", "drop", "--yes");
    assertEquals(List.of(), queues.deeds());
  }

  @Test
  void listDomainsWithAndWithoutWork() {
    JsonNode domains = operator.ok("domain", "list", "--json").json().get("domains");
    assertEquals(
        List.of("b.example", "c.example", "known.example"),
        List.of(domains.get(0), domains.get(1), domains.get(2)).stream()
            .map(one -> one.get("domain").asText())
            .toList());
    JsonNode rest = operator.ok("domain", "list", "--after", "c.example", "--json").json();
    assertEquals(1, rest.get("domains").size());
  }

  @Test
  void explainADisputedKeyAndTrustWhatWasShown() {
    queues.know(
        "b.example",
        Activity.KEY_DISPUTED,
        new PeerKnowledge(
            PINNED.publicKey().bytes(),
            PinOrigin.FIRST_SEEN,
            1_750_000_000_000L,
            true,
            OFFERED.publicKey().bytes(),
            1_760_000_000_000L));
    String shown = operator.ok("domain", "show", "b.example").out();
    assertTrue(shown.contains(PINNED.publicKey().fingerprint()), shown);
    assertTrue(shown.contains(OFFERED.publicKey().fingerprint()), shown);
    assertTrue(shown.contains("cmtp domain trust b.example"), shown);
    operator.fails(ExitCode.USAGE, "domain", "trust", "b.example");
    assertEquals(List.of(), queues.deeds());
    operator.ok("domain", "trust", "b.example", "--yes");
    assertEquals(OFFERED.publicKey().bytes(), queues.peer("b.example").key());
  }

  @Test
  void trustAGivenKey() {
    operator.fails(ExitCode.REFUSED, "domain", "trust", "c.example", "--yes");
    operator.fails(ExitCode.USAGE, "domain", "trust", "c.example", "--key", "AAAA", "--yes");
    String key = OFFERED.publicKey().base64();
    operator.ok("domain", "trust", "c.example", "--key", key, "--yes");
    assertEquals(OFFERED.publicKey().bytes(), queues.peer("c.example").key());
  }

  @Test
  void pauseAndResume() {
    operator.ok("domain", "pause", "b.example");
    operator.ok("domain", "resume", "b.example");
    assertEquals(List.of("pause b.example", "resume b.example"), queues.deeds());
  }

  @Test
  void traceAMessageAndCheckItsReceipt() {
    trace(FIRST, TraceKind.QUEUED, Bytes.EMPTY);
    trace(FIRST, TraceKind.DELIVERED, receipt(FIRST, PINNED));
    trace(SECOND, TraceKind.DELIVERED, receipt(FIRST, PINNED));
    Result genuine = operator.ok("trace", FIRST.toString().substring(0, 8));
    assertTrue(genuine.out().contains("GENUINE"), genuine.out());
    assertTrue(genuine.out().contains(PINNED.publicKey().fingerprint()), genuine.out());
    Result copied = operator.run("trace", SECOND.toString(), "--json");
    assertEquals(ExitCode.REFUSED, copied.code());
    assertFalse(copied.json().at("/entries/0/receipt/valid").asBoolean());
    operator.fails(ExitCode.NOT_FOUND, "trace", mid("none").toString());
    operator.fails(ExitCode.REFUSED, "trace", "../status");
  }

  @Test
  void refuseReceiptsOfAnotherKey() {
    trace(FIRST, TraceKind.DELIVERED, receipt(FIRST, OFFERED));
    Result forged = operator.run("trace", FIRST.toString());
    assertEquals(ExitCode.REFUSED, forged.code());
    assertTrue(forged.out().contains("NOT GENUINE"), forged.out());
  }
}
