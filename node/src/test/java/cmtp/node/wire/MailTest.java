package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.Peer;
import cmtp.node.SharedNode;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.field.FieldWriter;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 2.9 and 4.5 to 5.3. */
@ExtendWith(SharedNode.class)
class MailTest {
  private static final int MIB = 1024 * 1024;

  private final TestNode node;
  private final TestNode.User bob;

  MailTest(TestNode node) {
    this.node = node;
    this.bob = node.openWithoutPassword(freshName("bob"));
  }

  private List<Payload.MessageRow> inbox(TestNode.User user) {
    try (Peer peer = Peer.session(node, user)) {
      return peer.ok(new X1Command.ListBox("inbox", 0, 0, 500), Payload.Page::decode).rows();
    }
  }

  private Message opaque(int bodyBytes, int... attachmentBytes) {
    return TestMail.opaque(bob.address(), bodyBytes, attachmentBytes);
  }

  private static Peer noteX1(Peer peer) {
    assertEquals(Status.SECUREREQUIRED, peer.ask(peer.frame("BOXES", Bytes.EMPTY)).status());
    return peer;
  }

  @Test
  void answersABaseClientWithBareSuccess() {
    Message message = opaque(1000, 48, 100_000);
    try (Peer peer = Peer.of(node)) {
      peer.mail(message).expectGeneral("SUCCESS");
    }
    Payload.MessageRow row = inbox(bob).get(0);
    assertEquals(message.mid(), row.mid());
    assertEquals(message.encode().length(), row.size());
    assertEquals("someone@elsewhere.example", row.source());
    assertEquals(List.of(48L, 100_000L), row.attachmentBytes());
    assertEquals(1000, row.bodyBytes());
    assertEquals(List.of(), row.flags());
  }

  @Test
  void answersAnX1ClientWithAReceipt() {
    Message message = TestMail.withDigests(opaque(60));
    try (Peer peer = noteX1(Peer.of(node))) {
      peer.mail(message).expectGeneral("SUCCESS " + message.mid());
      peer.mail(message).expectGeneral("SUCCESS " + message.mid());
    }
  }

  @Test
  void answersSuccessAgainForADuplicateAndStoresItOnce() {
    Message message = opaque(500, 70);
    try (Peer peer = Peer.of(node)) {
      peer.mail(message).expectGeneral("SUCCESS");
      peer.mail(message).expectGeneral("SUCCESS");
    }
    try (Peer peer = Peer.of(node)) {
      peer.mail(message).expectGeneral("SUCCESS");
    }
    assertEquals(1, inbox(bob).size());
  }

  @Test
  void takesWhatComesAfterTheOriginForTheSameMessage() {
    Message bare = TestMail.withDigests(opaque(80));
    Message signed = TestMail.withLog(bare, bare.log().plus("X1 sig k=a t=1 s=b"));
    Message noted = TestMail.withLog(bare, bare.log().plus("note"));
    assertEquals(bare.mid(), signed.mid());
    try (Peer peer = Peer.of(node)) {
      peer.mail(bare).mail(signed).mail(noted);
      peer.expectGeneral("SUCCESS").expectGeneral("SUCCESS").expectGeneral("SUCCESS");
    }
    assertEquals(List.of(bare.mid(), noted.mid()), inbox(bob).stream().map(r -> r.mid()).toList());
  }

  @Test
  void storesADeletedMessageNotAgain() {
    Message message = opaque(80);
    try (Peer peer = Peer.session(node, bob)) {
      peer.mail(message).expectGeneral("SUCCESS " + message.mid());
      assertEquals(Status.OK, peer.status(new X1Command.Delete("inbox", List.of(1L))));
      peer.mail(message).expectGeneral("SUCCESS " + message.mid());
    }
    assertEquals(List.of(), inbox(bob));
  }

  @Test
  void deliversToANameInItsStoredForm() {
    Message shouted =
        TestMail.opaqueTo(
            bob.address().account().value().toUpperCase(java.util.Locale.ROOT), "Example.ORG", 50);
    try (Peer peer = Peer.of(node)) {
      peer.mail(shouted).expectGeneral("SUCCESS");
    }
    assertEquals(shouted.mid(), inbox(bob).get(0).mid());
  }

  @Test
  void deliversToThePrimaryDomainWhereTheDomainIsEmpty() {
    Message message = TestMail.opaqueTo(bob.address().account().value(), "", 50);
    try (Peer peer = Peer.of(node)) {
      peer.mail(message).expectGeneral("SUCCESS");
    }
    assertEquals(message.mid(), inbox(bob).get(0).mid());
  }

  @Test
  void deliversToEveryServedDomainAndToThePostmaster() {
    TestNode.User other = node.openWithoutPassword(freshName("carol") + "@example.net");
    try (Peer peer = Peer.of(node)) {
      peer.mail(TestMail.opaque(other.address(), 50)).expectGeneral("SUCCESS");
      peer.mail(TestMail.opaqueTo("postmaster", "example.net", 50)).expectGeneral("SUCCESS");
      peer.mail(TestMail.opaqueTo("postmaster", "example.org", 50)).expectGeneral("SUCCESS");
    }
    assertEquals(1, inbox(other).size());
  }

  @Test
  void keepsTheLogAsItWasSent() {
    Message message = opaque(50);
    MessageLog log = new MessageLog(Bytes.utf8("\0\0first\0\0second entry\0"));
    Message logged = TestMail.withLog(message, log);
    try (Peer peer = Peer.session(node, bob)) {
      peer.mail(logged).expectGeneral("SUCCESS " + logged.mid());
      Payload.Slice slice =
          peer.ok(
              new X1Command.Fetch("inbox", 1, cmtp.protocol.command.Part.Section.LOG, 0, 1000),
              Payload.Slice::decode);
      assertEquals(log.bytes(), slice.bytes());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nobody,example.org",
    "'',example.org",
    "../../etc/passwd,example.org",
    "a/b,example.org",
    "two words,example.org",
    ".dot,example.org",
    "postmaster,elsewhere.example",
    "postmaster,not a domain",
    "postmaster,-.org"
  })
  void refusesWhatItCanNeverDeliverAndGoesOn(String account, String domain) {
    try (Peer peer = Peer.of(node)) {
      peer.mail(TestMail.opaqueTo(account, domain, 300)).say("NOOP\0");
      peer.expectMessage("DELIVERYFAILURE").expectGeneral("SUCCESS");
    }
  }

  @Test
  void refusesADisabledRemovedOrInvitedAccount() {
    TestNode.User disabled = node.openWithoutPassword(freshName("bob"));
    TestNode.User removed = node.openWithoutPassword(freshName("bob"));
    String invited = freshName("bob");
    node.change(disabled, "POST", "/disable");
    node.change(removed, "DELETE", "");
    node.invite(invited + "@example.org");
    try (Peer peer = Peer.of(node)) {
      peer.mail(TestMail.opaque(disabled.address(), 50)).expectMessage("DELIVERYFAILURE");
      peer.mail(TestMail.opaque(removed.address(), 50)).expectMessage("DELIVERYFAILURE");
      peer.mail(TestMail.opaqueTo(invited, "example.org", 50)).expectMessage("DELIVERYFAILURE");
    }
  }

  @Test
  void saysWhyToAnX1Client() {
    try (Peer peer = noteX1(Peer.of(node))) {
      peer.mail(TestMail.opaqueTo("nobody", "example.org", 50));
      assertEquals("unknown account", peer.expectDetail("DELIVERYFAILURE"));
      peer.mail(TestMail.opaqueTo("nobody", "elsewhere.example", 50));
      assertTrue(peer.expectDetail("DELIVERYFAILURE").contains("not forwarded"));
    }
  }

  @Test
  void readsARefusedMessageOfUpToAMebibyteAndGoesOn() {
    try (Peer peer = Peer.of(node)) {
      peer.mail(TestMail.opaqueTo("nobody", "example.org", MIB)).say("NOOP\0");
      peer.expectMessage("DELIVERYFAILURE").expectGeneral("SUCCESS");
    }
  }

  @Test
  void readsARefusedMessagesAttachmentsToo() {
    Message message =
        TestMail.opaque(cmtp.protocol.address.Address.parse("nobody@example.org"), 100, 50, 9000);
    try (Peer peer = Peer.of(node)) {
      peer.mail(message).say("NOOP\0").expectMessage("DELIVERYFAILURE").expectGeneral("SUCCESS");
    }
  }

  @Test
  void closesAfterALargerRefusedMessageOnceTheReplyCanBeRead() {
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0")
          .send(TestMail.opaqueTo("nobody", "example.org", MIB + 1).encode().slice(0, 2000))
          .expectMessage("DELIVERYFAILURE")
          .expectEnd();
    }
  }

  @Test
  void refusesBeforeTheBodyHasCome() {
    Bytes message = TestMail.opaqueTo("nobody", "example.org", 1000).encode();
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0").send(message.slice(0, message.length() - 1000));
      peer.expectMessage("DELIVERYFAILURE");
      peer.send(message.slice(message.length() - 1000, message.length())).say("NOOP\0");
      peer.expectGeneral("SUCCESS");
    }
  }

  @Test
  void refusesPlaintextAndGoesOn() {
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0").send(header(0, 0, 0, 5)).say("helloNOOP\0");
      peer.expectMessage("DELIVERYFAILURE").expectGeneral("SUCCESS");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 0x7fffffffL, 0x80000000L, 0xffffffffL})
  void refusesAnUnknownVersionAndCloses(long version) {
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0").send(header(version, 0, 0, 100)).send(TestMail.noise(100));
      peer.say("NOOP\0").expectMessage("DELIVERYFAILURE").expectEnd();
    }
  }

  private Bytes header(long version, long attachments, long logLength, long bodyLength) {
    return header(version, attachments, u64(logLength), u64(bodyLength));
  }

  private Bytes header(long version, long attachments, Bytes logLength, Bytes bodyLength) {
    return new FieldWriter()
        .u32(version)
        .u32(attachments)
        .bytes(logLength)
        .bytes(bodyLength)
        .str(bob.address().account().value())
        .str("example.org")
        .str("someone")
        .str("elsewhere.example")
        .toBytes();
  }

  private static Bytes u64(long value) {
    return cmtp.node.Exact.u64(value);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0,52428801",
    "0,0,9223372036854775807",
    "0,65537,100",
    "0,9223372036854775807,9223372036854775807",
    "257,0,100",
    "2147483647,0,100",
    "2147483648,0,100",
    "4294967295,0,100"
  })
  void refusesWhatIsOverALimitAndCloses(long attachments, long logLength, long bodyLength) {
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0").send(header(1, attachments, logLength, bodyLength));
      peer.expectMessage("DELIVERYFAILURE").expectEnd();
    }
  }

  @Test
  void answersNumbersAbove63BitsWithFailureAndCloses() {
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0").send(header(1, 0, u64(-1), u64(100)));
      peer.expectGeneral("FAILURE").expectEnd();
    }
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0").send(header(1, 0, u64(0), u64(Long.MIN_VALUE)));
      peer.expectGeneral("FAILURE").expectEnd();
    }
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0").send(header(1, 1, 0, 48)).send(TestMail.noise(48)).send(u64(-1));
      peer.expectGeneral("FAILURE").expectEnd();
    }
  }

  @Test
  void countsAttachmentsToTheMessagesSizeAsTheyCome() {
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0").send(header(1, 2, 0, 48)).send(TestMail.noise(48));
      peer.send(u64(48)).send(TestMail.noise(48)).send(u64(50L * MIB));
      peer.expectMessage("DELIVERYFAILURE").expectEnd();
    }
    assertEquals(List.of(), inbox(bob));
  }

  @Test
  void refusesABodyOrAnAttachmentTooShortToBeSealedAndCloses() {
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0").send(header(1, 0, 0, 47)).expectMessage("DELIVERYFAILURE").expectEnd();
    }
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0").send(header(1, 1, 0, 48)).send(TestMail.noise(48)).send(u64(47));
      peer.expectMessage("DELIVERYFAILURE").expectEnd();
    }
    try (Peer peer = Peer.of(node)) {
      peer.mail(opaque(48, 48)).expectGeneral("SUCCESS");
    }
  }

  @Test
  void refusesAMalformedLogAndCloses() {
    List<Bytes> logs =
        List.of(
            Bytes.utf8("a NUL inside\0but none at the end"),
            Bytes.wrap(new byte[] {(byte) 0xc3, 0x28, 0}),
            Bytes.utf8("entry\0".repeat(65)));
    for (Bytes log : logs) {
      try (Peer peer = Peer.of(node)) {
        peer.say("MAIL\0").send(header(1, 0, log.length(), 48)).send(log);
        peer.expectMessage("DELIVERYFAILURE").expectEnd();
      }
    }
    try (Peer peer = Peer.of(node)) {
      Message most = TestMail.withLog(opaque(48), MessageLog.of(Collections.nCopies(64, "entry")));
      peer.mail(most).expectGeneral("SUCCESS");
    }
  }

  @Test
  void takesALogOf64KibibytesAndRefusesOneByteMore() {
    try (Peer peer = Peer.of(node)) {
      MessageLog most = new MessageLog(Bytes.utf8("x".repeat(65_535) + "\0"));
      peer.mail(TestMail.withLog(opaque(48), most)).expectGeneral("SUCCESS");
      MessageLog more = new MessageLog(Bytes.utf8("x".repeat(65_536) + "\0"));
      peer.mail(TestMail.withLog(opaque(48), more)).expectMessage("DELIVERYFAILURE").expectEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"account", "domain"})
  void refusesAnOverLongOrIllEncodedNameWithFailureAndCloses(String what) {
    Bytes fixed = Bytes.concat(cmtp.node.Exact.u32(1), cmtp.node.Exact.u32(0), u64(0), u64(48));
    String before = what.equals("account") ? "" : "bob\0";
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0").send(fixed).say(before + "x".repeat(256));
      peer.expectGeneral("FAILURE").expectEnd();
    }
    try (Peer peer = Peer.of(node)) {
      peer.say("MAIL\0").send(fixed).say(before + "\u00c0\u0080\0".repeat(4));
      peer.expectGeneral("FAILURE").expectEnd();
    }
  }

  @Test
  void refusesBytesThatAreNotTheAnnouncedOnesAndGoesOn() {
    Message honest = TestMail.withDigests(opaque(100, 200));
    Message otherBody =
        new Message(honest.header(), honest.log(), TestMail.noise(100), honest.attachments());
    Message otherAttachment =
        new Message(honest.header(), honest.log(), honest.body(), List.of(TestMail.noise(200)));
    try (Peer peer = Peer.of(node)) {
      peer.mail(otherBody).mail(otherAttachment).say("NOOP\0");
      peer.expectMessage("DELIVERYFAILURE").expectMessage("DELIVERYFAILURE");
      peer.expectGeneral("SUCCESS");
      peer.mail(honest).expectGeneral("SUCCESS");
    }
    assertEquals(List.of(honest.mid()), inbox(bob).stream().map(r -> r.mid()).toList());
  }

  @Test
  void refusesAnotherNumberOfDigestsThanAttachments() {
    Message message = opaque(100, 200);
    MessageLog log =
        MessageLog.of(List.of(new LogEntry.Digests(message.digests().body(), List.of()).text()));
    try (Peer peer = Peer.of(node)) {
      peer.mail(TestMail.withLog(message, log)).say("NOOP\0");
      peer.expectMessage("DELIVERYFAILURE").expectGeneral("SUCCESS");
    }
    assertEquals(List.of(), inbox(bob));
  }

  @Test
  void takesAMalformedDigestEntryForAnUnknownOne() {
    Message message =
        TestMail.withLog(opaque(100), MessageLog.of(List.of("X1 dig b=short", "X1 what")));
    try (Peer peer = Peer.of(node)) {
      peer.mail(message).expectGeneral("SUCCESS");
    }
  }

  @Test
  void takesSixteenHopsAndRefusesSeventeen() {
    List<String> hops = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      hops.add(TestMail.hop("d" + i + ".example", "relay"));
    }
    Message sixteen = TestMail.withLog(opaque(60), MessageLog.of(hops));
    hops.add(TestMail.hop("d16.example", "relay"));
    Message seventeen = TestMail.withLog(opaque(60), MessageLog.of(hops));
    try (Peer peer = Peer.of(node)) {
      peer.mail(sixteen).mail(seventeen).say("NOOP\0");
      peer.expectGeneral("SUCCESS").expectMessage("DELIVERYFAILURE").expectGeneral("SUCCESS");
    }
  }

  @Test
  void refusesMailThatADomainHasRelayedTwice() {
    String relayed = TestMail.hop("loop.example", "relay");
    String received = TestMail.hop("loop.example", "recv");
    Message once = TestMail.withLog(opaque(60), MessageLog.of(List.of(received, relayed)));
    Message twice = TestMail.withLog(opaque(60), MessageLog.of(List.of(relayed, relayed)));
    try (Peer peer = Peer.of(node)) {
      peer.mail(once).mail(twice).say("NOOP\0");
      peer.expectGeneral("SUCCESS").expectMessage("DELIVERYFAILURE").expectGeneral("SUCCESS");
    }
  }
}
