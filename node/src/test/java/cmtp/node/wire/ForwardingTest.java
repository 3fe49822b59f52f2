package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.FarDomains;
import cmtp.node.Peer;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.node.delivery.RemoteDomain;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.message.HopTrail;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageLog;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPEC 4.13, from sessions and from a trusted network. */
class ForwardingTest {
  private static final Address BOB = Address.parse("bob@b.example");
  private static final String STRANGER = "127.0.0.2";

  @TempDir static Path data;
  private static FarDomains far;
  private static TestNode node;

  private final TestNode.User alice = node.openWithoutPassword(freshName("alice"));

  @BeforeAll
  static void start() {
    far = new FarDomains();
    node =
        TestNode.start(
            data,
            far,
            "cmtp.domains=[\"example.org\",\"example.net\"]",
            "cmtp.trusted-networks=[\"127.0.0.1/32\"]");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private Peer session() {
    return Peer.from(STRANGER, node).secure().authenticate(alice);
  }

  private Message toBob(int bodyBytes, int... attachmentBytes) {
    return TestMail.withDigests(TestMail.opaque(alice.address(), BOB, bodyBytes, attachmentBytes));
  }

  private static X1Command.Offer offer(Message message) {
    return new X1Command.Offer(Bytes.concat(message.header().encode(), message.log().bytes()));
  }

  private static Optional<RemoteDomain.NewMail> queued(Message message) {
    return far.queued().stream().filter(mail -> mail.mid().equals(message.mid())).findFirst();
  }

  private static HopTrail.Step hopOf(Message message, RemoteDomain.NewMail mail) {
    List<HopTrail.Step> steps = HopTrail.of(message.log().plus(mail.hop()), message.mid());
    return steps.get(steps.size() - 1);
  }

  @Test
  void queuesWhatASessionSubmitsAndGivesAReceipt() {
    Message message = toBob(700, 48, 300_000);
    try (Peer peer = session()) {
      peer.mail(message).expectGeneral("SUCCESS " + message.mid());
    }
    RemoteDomain.NewMail mail = queued(message).orElseThrow();
    assertTrue(mail.proven());
    assertEquals(alice.address().toString(), mail.source());
    assertEquals("bob@b.example", mail.destination());
    assertEquals(message.encode().length(), mail.sections().size());
    HopTrail.Step hop = hopOf(message, mail);
    assertEquals(HopTrail.Standing.SIGNED, hop.standing());
    assertEquals(LogEntry.HopAction.RECV, hop.hop().orElseThrow().action());
    assertEquals("example.org", hop.hop().orElseThrow().domain());
    assertEquals(node.serverKey().bytes(), hop.hop().orElseThrow().key());
  }

  @Test
  void tellsAProvenSourceInItsStoredForm() {
    Message message =
        TestMail.as(
            toBob(60),
            alice.address().account().value().toUpperCase(java.util.Locale.ROOT),
            "EXAMPLE.org");
    try (Peer peer = session()) {
      peer.mail(message).expectGeneral("SUCCESS " + message.mid());
    }
    assertEquals(alice.address().toString(), queued(message).orElseThrow().source());
  }

  @Test
  void namesItsPrimaryDomainInTheHopsOfItsOthers() {
    TestNode.User other = node.openWithoutPassword(freshName("other") + "@example.net");
    Message message = TestMail.opaque(other.address(), BOB, 60);
    try (Peer peer = Peer.from(STRANGER, node).secure().authenticate(other)) {
      peer.mail(message).expectGeneral("SUCCESS " + message.mid());
    }
    HopTrail.Step hop = hopOf(message, queued(message).orElseThrow());
    assertEquals("example.org", hop.hop().orElseThrow().domain());
  }

  @Test
  void forwardsForATrustedNetworkFromAnySourceWithoutProof() {
    Message message = TestMail.opaque(Address.parse("x@c.example"), BOB, 60);
    try (Peer peer = Peer.of(node)) {
      peer.mail(message).expectGeneral("SUCCESS");
    }
    RemoteDomain.NewMail mail = queued(message).orElseThrow();
    assertFalse(mail.proven());
    assertEquals("x@c.example", mail.source());
    assertEquals(LogEntry.HopAction.RELAY, hopOf(message, mail).hop().orElseThrow().action());
  }

  @Test
  void continuesTheHopsThatAreThere() {
    Message bare = toBob(60);
    LogEntry.Hop before =
        HopTrail.next(
            bare.log(), bare.mid(), alice.key(), BOB.domain(), LogEntry.HopAction.RECV, 5);
    Message message = TestMail.withLog(bare, bare.log().plus(before.text()));
    try (Peer peer = Peer.of(node)) {
      peer.mail(message).expectGeneral("SUCCESS");
    }
    assertEquals(
        HopTrail.Standing.SIGNED, hopOf(message, queued(message).orElseThrow()).standing());
  }

  @Test
  void refusesAStrangerAtOnceAndTellsNobody() {
    Message message = toBob(60);
    int before = far.told(RemoteDomain.Command.class).size();
    try (Peer peer = Peer.from(STRANGER, node)) {
      peer.mail(message).expectMessage("DELIVERYFAILURE");
      peer.secure().mail(message);
      assertEquals("mail for that domain is not forwarded", peer.expectDetail("DELIVERYFAILURE"));
      assertEquals(Status.DENIED, peer.status(offer(message)));
    }
    assertEquals(Optional.empty(), queued(message));
    assertEquals(before, far.told(RemoteDomain.Command.class).size());
  }

  @Test
  void refusesASessionThatIsNotTheSources() {
    TestNode.User mallory = node.openWithoutPassword(freshName("mallory"));
    Message message = toBob(60);
    try (Peer peer = Peer.from(STRANGER, node).secure().authenticate(mallory)) {
      peer.mail(message);
      assertEquals("mail for that domain is not forwarded", peer.expectDetail("DELIVERYFAILURE"));
      assertEquals(Status.DENIED, peer.status(offer(message)));
    }
    assertEquals(Optional.empty(), queued(message));
  }

  @Test
  void refusesASessionWhoseAccountWasDisabled() {
    Message message = toBob(60);
    try (Peer peer = session()) {
      node.change(alice, "POST", "/disable");
      peer.mail(message);
      assertEquals("the session has ended", peer.expectDetail("DELIVERYFAILURE"));
      peer.mail(message);
      assertEquals("mail for that domain is not forwarded", peer.expectDetail("DELIVERYFAILURE"));
    }
    assertEquals(Optional.empty(), queued(message));
  }

  @Test
  void answersTheSameMessageTwiceAndQueuesItOnce() {
    Message message = toBob(700);
    try (Peer peer = session()) {
      peer.mail(message).expectGeneral("SUCCESS " + message.mid());
      long first = queued(message).orElseThrow().contentId();
      peer.mail(message).expectGeneral("SUCCESS " + message.mid());
      assertEquals(first, queued(message).orElseThrow().contentId());
    }
  }

  @Test
  void offersAreJudgedByTheQueue() {
    Message message = toBob(700);
    try (Peer peer = session()) {
      assertEquals(Optional.empty(), peer.ok(offer(message), Payload.OfferAnswer::decode).held());
      peer.mail(message).expectGeneral("SUCCESS " + message.mid());
      assertEquals(
          Optional.of(message.mid()), peer.ok(offer(message), Payload.OfferAnswer::decode).held());
    }
  }

  @Test
  void defersWhatAFullQueueDoesNotTake() {
    Message message = toBob(700);
    far.refuse("too much waits for that domain");
    try (Peer peer = session()) {
      peer.mail(message);
      assertEquals("too much waits for that domain", peer.expectDetail("FAILURE"));
      assertEquals(Status.TRYLATER, peer.status(offer(message)));
      far.refuse("");
      peer.mail(message).expectGeneral("SUCCESS " + message.mid());
    } finally {
      far.refuse("");
    }
  }

  @Test
  void takesTheSixteenthHopForItselfAndNoSeventeenth() {
    Message message = toBob(60);
    MessageLog log = message.log();
    for (int i = 0; i < 15; i++) {
      log = log.plus(TestMail.hop("d" + i + ".example", "relay"));
    }
    try (Peer peer = session()) {
      Message last = TestMail.withLog(message, log);
      assertEquals(Status.OK, peer.status(offer(last)));
      peer.mail(last).expectGeneral("SUCCESS " + last.mid());
      Message tooFar = TestMail.withLog(message, log.plus(TestMail.hop("e.example", "relay")));
      assertEquals(Status.LOOP, peer.status(offer(tooFar)));
      peer.mail(tooFar).expectDetail("DELIVERYFAILURE");
    }
  }

  @Test
  void relaysNoMessageTwice() {
    Message message = TestMail.withDigests(TestMail.opaque(Address.parse("x@c.example"), BOB, 60));
    Message again =
        TestMail.withLog(message, message.log().plus(TestMail.hop("example.org", "relay")));
    try (Peer peer = Peer.of(node).secure()) {
      assertEquals(Status.LOOP, peer.status(offer(again)));
      peer.mail(again).expectDetail("DELIVERYFAILURE");
      Message received =
          TestMail.withLog(message, message.log().plus(TestMail.hop("example.org", "recv")));
      assertEquals(Status.LOOP, peer.status(offer(received)));
      peer.mail(received).expectDetail("DELIVERYFAILURE");
    }
  }

  @Test
  void refusesALogToWhichNothingCanBeAppended() {
    Message message = TestMail.opaque(alice.address(), BOB, 60);
    MessageLog full = MessageLog.of(Collections.nCopies(64, "x"));
    MessageLog wide = MessageLog.of(List.of("x".repeat(64 * 1024 - 1)));
    try (Peer peer = session()) {
      peer.mail(TestMail.withLog(message, new MessageLog(Bytes.utf8("one\ntwo\n"))));
      assertEquals("a log without NUL can't be forwarded", peer.expectDetail("DELIVERYFAILURE"));
      for (MessageLog log : List.of(full, wide)) {
        peer.mail(TestMail.withLog(message, log));
        assertEquals("the log has no room for a hop", peer.expectDetail("DELIVERYFAILURE"));
      }
      MessageLog one = MessageLog.of(Collections.nCopies(63, "x"));
      Message fits = TestMail.withLog(message, one);
      peer.mail(fits).expectGeneral("SUCCESS " + fits.mid());
    }
  }

  @Test
  void checksTheDigestsOfForwardedMailToo() {
    Message honest = toBob(60);
    Message message = new Message(honest.header(), honest.log(), TestMail.noise(60), List.of());
    try (Peer peer = session()) {
      peer.mail(message);
      assertEquals("digests do not match the content", peer.expectDetail("DELIVERYFAILURE"));
    }
    assertEquals(Optional.empty(), queued(message));
  }

  @Test
  void notesLocalDeliveriesAndNoOthers() {
    Message local = TestMail.opaque(alice.address(), 60);
    Message other = toBob(60);
    try (Peer peer = session()) {
      peer.mail(local).expectGeneral("SUCCESS " + local.mid());
      peer.mail(local).expectGeneral("SUCCESS " + local.mid());
      peer.mail(other).expectGeneral("SUCCESS " + other.mid());
    }
    String noted = local.mid() + " " + alice.address();
    assertEquals(1, far.traced().stream().filter(noted::equals).count());
    assertTrue(far.traced().stream().noneMatch(line -> line.startsWith(other.mid().toString())));
  }

  @Test
  void putsOffAndClosesWhenTheQueueIsSilent(@TempDir Path folder) {
    FarDomains others = new FarDomains();
    others.silence();
    Message message = TestMail.opaque(Address.parse("x@c.example"), BOB, 60);
    try (TestNode alone = TestNode.start(folder, others, "cmtp.limits.store=300ms");
        Peer peer = Peer.of(alone)) {
      peer.mail(message).expectGeneral("FAILURE").expectEnd();
    }
  }
}
