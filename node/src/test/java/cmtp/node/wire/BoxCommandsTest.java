package cmtp.node.wire;

import static cmtp.node.SharedNode.freshName;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.Peer;
import cmtp.node.SharedNode;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.FlagChanges;
import cmtp.protocol.command.Part;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 7.8 to 7.12 and 7.14. */
@ExtendWith(SharedNode.class)
class BoxCommandsTest {
  private final TestNode.User user;
  private final Peer peer;

  BoxCommandsTest(TestNode node) {
    user = node.openWithoutPassword(freshName("boxes"));
    peer = Peer.session(node, user);
  }

  @AfterEach
  void close() {
    peer.close();
  }

  private Message deliver(int bodyBytes, int... attachmentBytes) {
    Message message = TestMail.opaque(user.address(), bodyBytes, attachmentBytes);
    peer.mail(message).expectGeneral("SUCCESS " + message.mid());
    return message;
  }

  private List<Message> deliverAll(int... bodies) {
    return IntStream.of(bodies).mapToObj(bytes -> deliver(bytes)).toList();
  }

  private Message own(int bodyBytes) {
    return TestMail.opaque(user.address(), user.address(), bodyBytes);
  }

  private Payload.Page list(String box, long since, long known) {
    return peer.ok(new X1Command.ListBox(box, since, known, 500), Payload.Page::decode);
  }

  private static List<Long> uids(Payload.Page page) {
    return page.rows().stream().map(Payload.MessageRow::uid).toList();
  }

  private List<Payload.BoxRow> boxes() {
    return peer.ok(X1Command.Boxes.INSTANCE, Payload.BoxTable::decode).rows();
  }

  private Payload.BoxRow box(String name) {
    return boxes().stream().filter(row -> row.box().equals(name)).findFirst().orElseThrow();
  }

  private Peer.Answer flags(List<Long> uids, String changes, Optional<Long> ifModseq) {
    return peer.ask(
        new X1Command.Flags("inbox", uids, FlagChanges.parse(changes).orElseThrow(), ifModseq));
  }

  private Payload.NewUids move(String box, List<Long> uids, String target) {
    return peer.ok(new X1Command.Move(box, uids, target), Payload.NewUids::decode);
  }

  private static Payload.NewUids.Pair pair(long uid, long newUid) {
    return new Payload.NewUids.Pair(uid, newUid);
  }

  @Test
  void hasTheFiveBoxesFromTheStart() {
    assertEquals(
        List.of("archive", "drafts", "inbox", "sent", "trash"),
        boxes().stream().map(Payload.BoxRow::box).toList());
    for (Payload.BoxRow row : boxes()) {
      assertTrue(row.uidValidity() > 0);
      assertEquals(new Payload.BoxRow(row.box(), row.uidValidity(), 1, 0, 0, 0, 0), row);
    }
  }

  @Test
  void countsMessagesUnseenAndBytesOfABox() {
    Message first = deliver(100, 50);
    Message second = deliver(200);
    flags(List.of(1L), "+seen", Optional.empty());
    Payload.BoxRow inbox = box("inbox");
    assertEquals(3, inbox.nextUid());
    assertEquals(3, inbox.modseq());
    assertEquals(2, inbox.total());
    assertEquals(1, inbox.unseen());
    assertEquals(first.encode().length() + second.encode().length(), inbox.bytes());
  }

  @Test
  void listsRowsInTheOrderOfTheirModseq() {
    List<Message> messages = deliverAll(50, 51, 52);
    flags(List.of(1L), "+flagged", Optional.empty());
    Payload.Page page = list("inbox", 0, 0);
    assertEquals(4, page.modseq());
    assertEquals(List.of(2L, 3L, 1L), uids(page));
    assertEquals(List.of(2L, 3L, 4L), page.rows().stream().map(r -> r.modseq()).toList());
    assertEquals(messages.get(0).mid(), page.rows().get(2).mid());
    assertEquals(List.of("flagged"), page.rows().get(2).flags());
    assertFalse(page.more());
  }

  @Test
  void describesTheSectionsOfAMessage() {
    Message message = TestMail.withDigests(TestMail.opaque(user.address(), 100, 48, 49));
    peer.mail(message).expectGeneral("SUCCESS " + message.mid());
    Payload.MessageRow row = list("inbox", 0, 0).rows().get(0);
    assertEquals(message.header().encode().length(), row.headerBytes());
    assertEquals(message.log().bytes().length(), row.logBytes());
    assertEquals(100, row.bodyBytes());
    assertEquals(List.of(48L, 49L), row.attachmentBytes());
    assertEquals(message.encode().length(), row.size());
    assertTrue(Math.abs(System.currentTimeMillis() - row.receivedMs()) < 3_600_000);
  }

  @Test
  void listsOnlyWhatChangedSince() {
    deliverAll(50, 51, 52);
    assertEquals(List.of(3L), uids(list("inbox", 2, 2)));
    assertEquals(List.of(), uids(list("inbox", 3, 3)));
  }

  @Test
  void pagesThroughABoxAndItsDeletionsWithoutMissingAny() {
    deliverAll(IntStream.range(0, 12).map(i -> 60 + i).toArray());
    Set<Long> held = new TreeSet<>();
    Payload.Page first = list("inbox", 0, 0);
    first.rows().forEach(row -> held.add(row.uid()));
    long seen = first.modseq();
    peer.ask(new X1Command.Delete("inbox", List.of(2L, 7L)));
    flags(List.of(1L, 3L, 4L, 5L, 6L, 8L, 9L), "+seen", Optional.empty());
    peer.ask(new X1Command.Delete("inbox", List.of(3L)));

    List<Long> vanished = new ArrayList<>();
    List<Long> changed = new ArrayList<>();
    long since = seen;
    long known = seen;
    Payload.Page page;
    do {
      page = peer.ok(new X1Command.ListBox("inbox", since, known, 2), Payload.Page::decode);
      assertTrue(page.rows().size() <= 2);
      vanished.addAll(page.vanished());
      changed.addAll(uids(page));
      known = page.modseq();
      since = page.more() ? page.rows().get(page.rows().size() - 1).modseq() : page.modseq();
    } while (page.more());
    assertEquals(List.of(2L, 7L, 3L), vanished);
    assertEquals(List.of(1L, 4L, 5L, 6L, 8L, 9L), changed);
    held.removeAll(vanished);
    assertEquals(held, new TreeSet<>(uids(list("inbox", 0, 0))));
  }

  @Test
  void tellsAClientThatHoldsNothingOfNoDeletions() {
    deliverAll(50, 51);
    peer.ask(new X1Command.Delete("inbox", List.of(1L)));
    assertEquals(List.of(), list("inbox", 0, 0).vanished());
    assertEquals(List.of(1L), list("inbox", 0, 2).vanished());
    assertEquals(List.of(), list("inbox", 0, 3).vanished());
  }

  @Test
  void sendsAClientBackThatKnowsMoreThanTheMailbox() {
    deliver(50);
    assertEquals(Status.RESYNC, peer.status(new X1Command.ListBox("inbox", 2, 0, 10)));
    assertEquals(Status.RESYNC, peer.status(new X1Command.ListBox("inbox", 0, 2, 10)));
  }

  @Test
  void givesAtMost500Rows() {
    Message message = own(48);
    for (int i = 0; i < 502; i++) {
      peer.send(peer.frame(new X1Command.Append("drafts", List.of())).encode());
      peer.send(message.encode());
    }
    for (int i = 0; i < 502; i++) {
      peer.take(4 + 3 + 8 + 4 + 64);
    }
    Payload.Page page =
        peer.ask(peer.frame("LIST", Bytes.utf8("drafts\0" + "0\0" + "0\0" + "9999\0")))
            .ok(Payload.Page::decode);
    assertEquals(500, page.rows().size());
    assertTrue(page.more());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "INBOX", "", "a/b", "../x"})
  void findsNoBoxOfThatName(String box) {
    deliver(50);
    List<Long> one = List.of(1L);
    assertEquals(Status.NOTFOUND, peer.status(new X1Command.ListBox(box, 0, 0, 10)));
    assertEquals(
        Status.NOTFOUND, peer.status(new X1Command.Fetch(box, 1, Part.Section.ALL, 0, 10)));
    assertEquals(Status.NOTFOUND, peer.status(new X1Command.Move(box, one, "trash")));
    assertEquals(Status.NOTFOUND, peer.status(new X1Command.Copy(box, one, "trash")));
    assertEquals(Status.NOTFOUND, peer.status(new X1Command.Delete(box, one)));
    assertEquals(
        Status.NOTFOUND,
        peer.status(
            new X1Command.Flags(
                box, one, FlagChanges.parse("+seen").orElseThrow(), Optional.empty())));
  }

  @Test
  void fetchesEveryPart() {
    Message message = TestMail.withDigests(TestMail.opaque(user.address(), 1000, 48, 70_000));
    peer.mail(message).expectGeneral("SUCCESS " + message.mid());
    assertEquals(message.encode(), fetch(Part.Section.ALL, 0, 1 << 20).bytes());
    assertEquals(message.header().encode(), fetch(Part.Section.ENV, 0, 1 << 20).bytes());
    assertEquals(message.log().bytes(), fetch(Part.Section.LOG, 0, 1 << 20).bytes());
    assertEquals(message.body(), fetch(Part.Section.BODY, 0, 1 << 20).bytes());
    for (int i = 0; i < 2; i++) {
      Payload.Slice slice = fetch(new Part.Attachment(i), 0, 1 << 20);
      assertEquals(message.attachments().get(i), slice.bytes());
      assertEquals(message.attachments().get(i).length(), slice.totalBytes());
    }
  }

  private Payload.Slice fetch(Part part, long offset, long length) {
    return peer.ok(new X1Command.Fetch("inbox", 1, part, offset, length), Payload.Slice::decode);
  }

  @Test
  void fetchesSlicesAcrossTheStoresPieces() {
    Message message = deliver(600_000);
    Bytes body = message.body();
    for (int at : new int[] {0, 1, 262_143, 262_144, 300_000, 599_999}) {
      Payload.Slice slice = fetch(Part.Section.BODY, at, 5000);
      assertEquals(600_000, slice.totalBytes());
      assertEquals(body.slice(at, Math.min(600_000, at + 5000)), slice.bytes());
    }
    assertEquals(Bytes.EMPTY, fetch(Part.Section.BODY, 600_000, 10).bytes());
    assertEquals(Bytes.EMPTY, fetch(Part.Section.BODY, 10, 0).bytes());
  }

  @Test
  void fetchesAtMostAMebibyteAtOnce() {
    Message message = deliver(1_500_000);
    Payload.Slice first = fetch(Part.Section.BODY, 0, Integer.MAX_VALUE);
    assertEquals(1 << 20, first.bytes().length());
    Payload.Slice rest = fetch(Part.Section.BODY, 1 << 20, Long.MAX_VALUE / 16);
    assertEquals(message.body(), Bytes.concat(first.bytes(), rest.bytes()));
  }

  @Test
  void fetchesNothingThatIsNotThere() {
    deliver(100, 48);
    assertEquals(
        Status.BADREQUEST, peer.status(new X1Command.Fetch("inbox", 1, Part.Section.BODY, 101, 1)));
    assertEquals(
        Status.NOTFOUND, peer.status(new X1Command.Fetch("inbox", 2, Part.Section.BODY, 0, 1)));
    assertEquals(
        Status.NOTFOUND,
        peer.status(new X1Command.Fetch("inbox", 1, new Part.Attachment(1), 0, 1)));
    for (String part : List.of("att:-1", "att:", "att:01", "head", "ALL", "att:99999999999")) {
      Bytes parameters = Bytes.utf8("inbox\0" + "1\0" + part + "\0" + "0\0" + "1\0");
      assertEquals(Status.BADREQUEST, peer.ask(peer.frame("FETCH", parameters)).status(), part);
    }
  }

  @Test
  void setsAndClearsFlagsAsSets() {
    deliverAll(50, 51);
    assertEquals(
        3,
        flags(List.of(1L, 1L, 9L), "+seen,+work", Optional.empty())
            .ok(Payload.Modseq::decode)
            .modseq());
    assertEquals(
        3, flags(List.of(1L), "+seen", Optional.empty()).ok(Payload.Modseq::decode).modseq());
    assertEquals(
        4,
        flags(List.of(1L), "-work,+answered", Optional.empty())
            .ok(Payload.Modseq::decode)
            .modseq());
    Payload.Page page = list("inbox", 0, 0);
    assertEquals(List.of("answered", "seen"), page.rows().get(1).flags());
    assertEquals(List.of(), page.rows().get(0).flags());
  }

  @Test
  void changesFlagsOnlyIfNothingElseDid() {
    deliverAll(50, 51);
    flags(List.of(2L), "+seen", Optional.empty());
    assertEquals(Status.RESYNC, flags(List.of(1L, 2L), "+flagged", Optional.of(2L)).status());
    assertEquals(List.of(), list("inbox", 0, 0).rows().get(0).flags());
    assertEquals(Status.OK, flags(List.of(1L, 2L), "+flagged", Optional.of(3L)).status());
    assertEquals(Status.OK, flags(List.of(1L), "-flagged", Optional.of(5L)).status());
  }

  @Test
  void keepsAtMost32FlagsOnAMessage() {
    deliver(50);
    String most = String.join(",", IntStream.range(0, 32).mapToObj(i -> "+k" + i).toList());
    assertEquals(Status.OK, flags(List.of(1L), most, Optional.empty()).status());
    assertEquals(Status.OVERQUOTA, flags(List.of(1L), "+more", Optional.empty()).status());
    assertEquals(32, list("inbox", 0, 0).rows().get(0).flags().size());
    assertEquals(Status.OK, flags(List.of(1L), "-k0,+more", Optional.empty()).status());
  }

  @ParameterizedTest
  @CsvSource({
    "1,''",
    "1,seen",
    "1,+",
    "1,'+seen,-seen'",
    "1,+SEEN",
    "1,'+a b'",
    "1,+abcdefghijklmnopqrstuvwxyz0123456",
    "'',+seen",
    "0,+seen",
    "-1,+seen",
    "01,+seen",
    "'1,',+seen",
    "4294967296,+seen",
    "x,+seen"
  })
  void refusesAFormThatIsNotOfFlags(String uids, String changes) {
    Bytes parameters = Bytes.utf8("inbox\0" + uids + "\0" + changes + "\0\0");
    assertEquals(Status.BADREQUEST, peer.ask(peer.frame("FLAGS", parameters)).status());
  }

  @Test
  void takesAThousandUidsAndNotOneMore() {
    String thousand =
        String.join(",", LongStream.rangeClosed(1, 1000).mapToObj(u -> "" + u).toList());
    deliver(50);
    Bytes most = Bytes.utf8("inbox\0" + thousand + "\0");
    assertEquals(Status.OK, peer.ask(peer.frame("DELETE", most)).status());
    Bytes more = Bytes.utf8("inbox\0" + thousand + ",1001\0");
    assertEquals(Status.BADREQUEST, peer.ask(peer.frame("DELETE", more)).status());
  }

  @Test
  void movesMessagesToNewUids() {
    List<Message> messages = deliverAll(50, 51, 52);
    assertEquals(
        List.of(pair(1, 1), pair(3, 2)), move("inbox", List.of(3L, 1L, 77L), "archive").pairs());
    assertEquals(List.of(2L), uids(list("inbox", 0, 0)));
    Payload.Page archive = list("archive", 0, 0);
    assertEquals(List.of(1L, 2L), uids(archive));
    assertEquals(messages.get(0).mid(), archive.rows().get(0).mid());
    assertEquals(messages.get(2).mid(), archive.rows().get(1).mid());
    assertEquals(List.of(1L, 3L), list("inbox", 3, 3).vanished());
  }

  @Test
  void makesTheBoxThatAMoveNames() {
    deliver(50);
    move("inbox", List.of(1L), "projects.2026");
    assertEquals(1, box("projects.2026").total());
    move("projects.2026", List.of(1L), "inbox");
    assertEquals(0, box("projects.2026").total());
    assertEquals(List.of(2L), uids(list("inbox", 0, 0)));
  }

  @Test
  void copiesWithoutUsingMoreQuota() {
    Message message = deliver(5000);
    Payload.QuotaUse before = peer.ok(X1Command.Quota.INSTANCE, Payload.QuotaUse::decode);
    assertEquals(message.encode().length(), before.usedBytes());
    assertEquals(1L << 30, before.limitBytes());
    assertEquals(
        List.of(pair(1, 1)),
        peer.ok(new X1Command.Copy("inbox", List.of(1L), "archive"), Payload.NewUids::decode)
            .pairs());
    assertEquals(before, peer.ok(X1Command.Quota.INSTANCE, Payload.QuotaUse::decode));
    peer.ask(new X1Command.Delete("inbox", List.of(1L)));
    Payload.Slice copy =
        peer.ok(
            new X1Command.Fetch("archive", 1, Part.Section.ALL, 0, 1 << 20), Payload.Slice::decode);
    assertEquals(message.encode(), copy.bytes());
    peer.ask(new X1Command.Delete("archive", List.of(1L)));
    assertEquals(0, peer.ok(X1Command.Quota.INSTANCE, Payload.QuotaUse::decode).usedBytes());
  }

  @Test
  void movesAndCopiesToNoBoxThatCanNotBe() {
    deliver(50);
    String longest = "b".repeat(64);
    assertEquals(List.of(pair(1, 1)), move("inbox", List.of(1L), longest).pairs());
    move(longest, List.of(1L), "inbox");
    for (String target : List.of("", "b".repeat(65), "a/b", "..", "Upper", "two words", "inbox")) {
      assertEquals(
          Status.BADREQUEST, peer.status(new X1Command.Move("inbox", List.of(2L), target)), target);
    }
    assertEquals(List.of(2L), uids(list("inbox", 0, 0)));
  }

  @Test
  void copiesToNoBoxThatCanNotBe() {
    deliver(50);
    for (String target : List.of("", "b".repeat(65), "a/b", "..", "Upper", "two words", "inbox")) {
      assertEquals(
          Status.BADREQUEST, peer.status(new X1Command.Copy("inbox", List.of(1L), target)), target);
    }
    assertEquals(1, box("inbox").total());
  }

  @Test
  void saysThatATargetCanNotBeBeforeThatABoxIsNotThere() {
    assertEquals(Status.BADREQUEST, peer.status(new X1Command.Move("a/b", List.of(1L), "c/d")));
    assertEquals(Status.BADREQUEST, peer.status(new X1Command.Copy("a/b", List.of(1L), "c/d")));
  }

  @Test
  void passesOverUidsThatAreNotThereUnlessNoneIs() {
    deliver(50);
    List<Long> some = List.of(1L, 5L, 6L);
    List<Long> none = List.of(5L, 6L);
    assertEquals(Status.NOTFOUND, flags(none, "+seen", Optional.empty()).status());
    assertEquals(2, flags(some, "+seen", Optional.empty()).ok(Payload.Modseq::decode).modseq());
    assertEquals(Status.NOTFOUND, peer.status(new X1Command.Copy("inbox", none, "archive")));
    assertEquals(
        List.of(pair(1, 1)),
        peer.ok(new X1Command.Copy("inbox", some, "archive"), Payload.NewUids::decode).pairs());
    assertEquals(Status.NOTFOUND, peer.status(new X1Command.Move("inbox", none, "trash")));
    assertEquals(List.of(pair(1, 1)), move("inbox", some, "trash").pairs());
    assertEquals(Status.NOTFOUND, peer.status(new X1Command.Delete("inbox", some)));
  }

  @Test
  void makesAtMostAHundredBoxes() {
    deliver(50);
    for (int i = 5; i < 100; i++) {
      peer.ok(new X1Command.Copy("inbox", List.of(1L), "box" + i), Payload.NewUids::decode);
    }
    assertEquals(100, boxes().size());
    assertEquals(
        Status.OVERQUOTA, peer.status(new X1Command.Copy("inbox", List.of(1L), "onemore")));
    assertEquals(
        Status.OVERQUOTA,
        peer.append(new X1Command.Append("onemore", List.of()), own(48)).status());
    assertEquals(
        Status.OVERQUOTA, peer.status(new X1Command.Move("inbox", List.of(1L), "onemore")));
    assertEquals(100, boxes().size());
  }

  @Test
  void deletesAtOnceAndForEver() {
    deliverAll(50, 51);
    assertEquals(
        3, peer.ok(new X1Command.Delete("inbox", List.of(1L)), Payload.Modseq::decode).modseq());
    assertEquals(
        Status.NOTFOUND, peer.status(new X1Command.Fetch("inbox", 1, Part.Section.BODY, 0, 1)));
    deliver(53);
    assertEquals(List.of(2L, 3L), uids(list("inbox", 0, 0)));
  }

  @Test
  void appendsADraftWithItsFlags() {
    Message draft = own(500);
    Payload.Uid uid =
        peer.append(new X1Command.Append("drafts", List.of("draft", "seen")), draft)
            .ok(Payload.Uid::decode);
    assertEquals(1, uid.uid());
    Payload.MessageRow row = list("drafts", 0, 0).rows().get(0);
    assertEquals(List.of("draft", "seen"), row.flags());
    assertEquals(draft.mid(), row.mid());
    assertEquals(user.address().toString(), row.source());
  }

  @Test
  void appendsTheSameMessageTwice() {
    Message draft = own(500);
    X1Command.Append append = new X1Command.Append("drafts", List.of());
    assertEquals(1, peer.append(append, draft).ok(Payload.Uid::decode).uid());
    assertEquals(2, peer.append(append, draft).ok(Payload.Uid::decode).uid());
    assertEquals(2, box("drafts").total());
  }

  @Test
  void appendsAMessageOfManyPieces() {
    Message large = TestMail.opaque(user.address(), user.address(), 900_000, 300_000, 48);
    peer.append(new X1Command.Append("sent", List.of()), large).ok(Payload.Uid::decode);
    Payload.Slice slice =
        peer.ok(
            new X1Command.Fetch("sent", 1, new Part.Attachment(0), 0, 1 << 20),
            Payload.Slice::decode);
    assertEquals(large.attachments().get(0), slice.bytes());
  }

  @Test
  void appendsOnlyWhatIsFromAndToOneself() {
    Message toOther =
        TestMail.opaque(
            user.address(), cmtp.protocol.address.Address.parse("postmaster@example.org"), 60);
    Message fromOther = TestMail.opaque(user.address(), 60);
    X1Command.Append append = new X1Command.Append("drafts", List.of());
    assertEquals(Status.DENIED, peer.append(append, toOther).status());
    assertEquals(Status.DENIED, peer.append(append, fromOther).status());
    peer.append(append, own(60)).ok(Payload.Uid::decode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Drafts", "DRAFTS", "", "a/b", "..", "two words"})
  void appendsToNoBoxThatCanNotBeAndGoesOn(String box) {
    X1Command.Append append = new X1Command.Append(box, List.of());
    assertEquals(Status.BADREQUEST, peer.append(append, own(60)).status());
    peer.say("NOOP\0").expectGeneral("SUCCESS");
  }

  @Test
  void refusesToAppendWhatIsNotInOrder() {
    X1Command.Append append = new X1Command.Append("drafts", List.of());
    Message honest = TestMail.withDigests(own(60));
    Message other =
        new Message(honest.header(), honest.log(), TestMail.noise(60), honest.attachments());
    assertEquals(Status.BADREQUEST, peer.append(append, other).status());
    peer.say("NOOP\0").expectGeneral("SUCCESS");
    assertEquals(0, box("drafts").total());
  }

  @Test
  void refusesToAppendAMalformedHeaderInAFrameAndCloses() {
    cmtp.protocol.command.X1Frame frame = peer.frame(new X1Command.Append("drafts", List.of()));
    peer.send(frame.encode()).send(cmtp.node.Exact.u32(1)).send(cmtp.node.Exact.u32(0));
    peer.send(cmtp.node.Exact.u64(-1)).send(cmtp.node.Exact.u64(60)).say("a\0b\0c\0d\0");
    assertEquals(Status.BADREQUEST, peer.answer(frame).status());
    peer.expectEnd();
  }

  @Test
  void refusesToAppendWhatIsTooLargeAndCloses() {
    cmtp.protocol.command.X1Frame frame = peer.frame(new X1Command.Append("drafts", List.of()));
    peer.send(frame.encode()).send(cmtp.node.Exact.u32(1)).send(cmtp.node.Exact.u32(0));
    peer.send(cmtp.node.Exact.u64(0)).send(cmtp.node.Exact.u64(1L << 40)).say("a\0b\0c\0d\0");
    assertEquals(Status.TOOBIG, peer.answer(frame).status());
    peer.expectEnd();
  }
}
