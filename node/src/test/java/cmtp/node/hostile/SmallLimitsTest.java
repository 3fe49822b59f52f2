package cmtp.node.hostile;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.Exact;
import cmtp.node.Peer;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.message.Message;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits that are settings, at and beyond their bounds. */
class SmallLimitsTest {
  private static final int MESSAGE_MAX = 64 * 1024;
  private static final int QUOTA = 100_000;

  @TempDir private static Path data;
  private static TestNode node;

  @BeforeAll
  static void start() {
    node =
        TestNode.start(
            data,
            "cmtp.limits.message-bytes=64 KiB",
            "cmtp.limits.log-bytes=2 KiB",
            "cmtp.limits.quota-bytes=" + QUOTA,
            "cmtp.limits.commands-per-second=50",
            "cmtp.limits.messages-in-flight=1",
            "cmtp.limits.registrations-per-hour=3",
            "cmtp.limits.malformed-commands=3",
            "cmtp.plaintext=true");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static TestNode.User user() {
    return node.openWithoutPassword(freshName("limited"));
  }

  /** A message of exactly so many bytes. */
  private static Message ofSize(TestNode.User to, int bytes) {
    int header = TestMail.opaque(to.address(), 48).encode().length() - 48;
    return TestMail.opaque(to.address(), bytes - header);
  }

  private static Message own(TestNode.User user, int bytes) {
    int header = TestMail.opaque(user.address(), user.address(), 48).encode().length() - 48;
    return TestMail.opaque(user.address(), user.address(), bytes - header);
  }

  @Test
  void takesTheLargestMessageAndRefusesOneByteMore() {
    TestNode.User user = user();
    try (Peer peer = Peer.of(node)) {
      peer.mail(ofSize(user, MESSAGE_MAX)).expectGeneral("SUCCESS");
      peer.say("MAIL\0").send(ofSize(user, MESSAGE_MAX + 1).encode().slice(0, 200));
      peer.expectMessage("DELIVERYFAILURE").expectEnd();
    }
  }

  @Test
  void countsAnAttachmentsLengthFieldToTheMessage() {
    Message most = withAttachmentOfSize(user(), MESSAGE_MAX);
    Message more = withAttachmentOfSize(user(), MESSAGE_MAX + 1);
    try (Peer peer = Peer.of(node)) {
      peer.mail(most).expectGeneral("SUCCESS");
      peer.say("MAIL\0").send(more.encode().slice(0, more.encode().length() - 48));
      peer.expectMessage("DELIVERYFAILURE").expectEnd();
    }
  }

  private static Message withAttachmentOfSize(TestNode.User to, int bytes) {
    int withoutBody = TestMail.opaque(to.address(), 48, 48).encode().length() - 48;
    return TestMail.opaque(to.address(), bytes - withoutBody, 48);
  }

  @Test
  void defersMailOverTheQuotaBeforeItsBodyAndTakesItWhenThereIsRoom() {
    TestNode.User user = user();
    Message first = ofSize(user, 60_000);
    Message second = ofSize(user, QUOTA - 60_000);
    Message third = ofSize(user, 200);
    try (Peer peer = Peer.of(node);
        Peer owner = Peer.session(node, user)) {
      peer.mail(first).expectGeneral("SUCCESS");
      peer.mail(second).expectGeneral("SUCCESS");
      Bytes bytes = third.encode();
      peer.say("MAIL\0").send(bytes.slice(0, bytes.length() - 10)).expectGeneral("FAILURE");
      peer.send(bytes.slice(bytes.length() - 10, bytes.length()));
      assertEquals(
          new Payload.QuotaUse(QUOTA, QUOTA),
          owner.ok(X1Command.Quota.INSTANCE, Payload.QuotaUse::decode));
      owner.ask(new X1Command.Delete("inbox", List.of(1L)));
      peer.mail(third).expectGeneral("SUCCESS");
    }
  }

  @Test
  void defersMailThatItsAttachmentsTakeOverTheQuota() {
    TestNode.User user = user();
    try (Peer peer = Peer.of(node)) {
      peer.mail(ofSize(user, 60_000)).expectGeneral("SUCCESS");
      peer.mail(TestMail.opaque(user.address(), 100, 30_000, 30_000)).expectGeneral("FAILURE");
      peer.mail(ofSize(user, 30_000)).expectGeneral("SUCCESS");
    }
    try (Peer owner = Peer.session(node, user)) {
      assertEquals(
          90_000, owner.ok(X1Command.Quota.INSTANCE, Payload.QuotaUse::decode).usedBytes());
    }
  }

  @Test
  void appendsAndOffersNothingOverTheQuota() {
    TestNode.User user = user();
    X1Command.Append append = new X1Command.Append("drafts", List.of());
    try (Peer peer = Peer.session(node, user)) {
      assertEquals(Status.OK, peer.append(append, own(user, 60_000)).status());
      assertEquals(Status.OVERQUOTA, peer.append(append, own(user, 50_000)).status());
      Message offered = TestMail.withDigests(ofSize(user, 50_000));
      Bytes offer = Bytes.concat(offered.header().encode(), offered.log().bytes());
      assertEquals(Status.OVERQUOTA, peer.status(new X1Command.Offer(offer)));
      assertEquals(Status.OK, peer.append(append, own(user, 40_000)).status());
    }
  }

  @Test
  void takesPlaintextWhereASettingAllowsIt() {
    TestNode.User user = user();
    Bytes header =
        Bytes.concat(
            Exact.u32(0),
            Exact.u32(256),
            Exact.u64(0),
            Exact.u64(5),
            Bytes.utf8(user.address().account() + "\0example.org\0a\0b.example\0"));
    Bytes message =
        Bytes.concat(header, Bytes.utf8("hello"), Bytes.wrap(new byte[256 * Long.BYTES]));
    try (Peer peer = Peer.session(node, user)) {
      peer.say("MAIL\0").send(message).expectDetail("SUCCESS");
      Payload.Slice slice =
          peer.ok(
              new X1Command.Fetch("inbox", 1, Part.Section.ALL, 0, 10_000), Payload.Slice::decode);
      assertEquals(message, slice.bytes());
    }
  }

  @Test
  void defersAMessageWhileAsManyAsMayBeAreUnderWay() {
    TestNode.User user = user();
    Bytes first = ofSize(user, 20_000).encode();
    Peer slow = beginning(first);
    try (Peer other = Peer.of(node)) {
      // That the first message has begun shows in another's being refused for it; if the other was
      // first, the first is refused and begins again.
      while (!other.mail(ofSize(user, 200)).takeWord().equals("FAILURE")) {
        if (!slow.hearsNothingFor(10)) {
          slow.close();
          slow = beginning(first);
        }
      }
      Message second = ofSize(user, 1000);
      other.mail(second).expectGeneral("FAILURE");
      slow.send(first.slice(19_000, 20_000)).expectGeneral("SUCCESS");
      other.mail(second).expectGeneral("SUCCESS");
    } finally {
      slow.close();
    }
  }

  private static Peer beginning(Bytes message) {
    return Peer.of(node).say("MAIL\0").send(message.slice(0, 19_000));
  }

  @Test
  void readsAHastyConnectionMoreSlowlyAndAnswersAll() {
    long from = System.nanoTime();
    try (Peer peer = Peer.of(node)) {
      peer.say("NOOP\0".repeat(250));
      for (int i = 0; i < 250; i++) {
        peer.expectGeneral("SUCCESS");
      }
    }
    long seconds = (System.nanoTime() - from) / 1_000_000_000L;
    assertTrue(seconds >= 2, "250 commands at 50/s, 100 of them at once, took " + seconds + " s");
  }

  @Test
  void limitsHowOftenInvitationsAreTried() {
    try (Peer peer = Peer.of(node).secure()) {
      Address address = Address.parse(freshName("guess") + "@example.org");
      String code = node.invite(address.toString());
      SigningKey key = SigningKey.generate();
      X1Command.Register wrong =
          new X1Command.Register(
              address.toString(),
              "wrong",
              TestNode.firstRecord(address, key),
              TestNode.anXzibit(key));
      for (int i = 0; i < 3; i++) {
        assertEquals(Status.DENIED, peer.status(wrong));
      }
      X1Command.Register right =
          new X1Command.Register(wrong.user(), code, wrong.record(), wrong.xzibit());
      Peer.Answer answer = peer.ask(right);
      assertEquals(Status.RATELIMIT, answer.status());
      assertTrue(answer.text().contains("\nretry-after=3600\n"), answer.text());
    }
  }

  @Test
  void closesAfterAsManySenselessCommandsAsTheSettingSays() {
    try (Peer peer = Peer.of(node)) {
      peer.say("WHAT\0WHAT\0WHAT\0NOOP\0");
      peer.expectGeneral("FAILURE").expectGeneral("FAILURE").expectGeneral("FAILURE").expectEnd();
    }
  }
}
