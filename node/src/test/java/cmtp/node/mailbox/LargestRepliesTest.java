package cmtp.node.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TwoProcesses;
import cmtp.persistence.mailbox.Account;
import cmtp.persistence.mailbox.AccountStatus;
import cmtp.persistence.mailbox.BoxName;
import cmtp.persistence.mailbox.BoxSummary;
import cmtp.persistence.mailbox.Entry;
import cmtp.persistence.mailbox.Flags;
import cmtp.persistence.mailbox.Listing;
import cmtp.persistence.mailbox.Sections;
import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.DomainName;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The largest messages that there may be, from one process to another. */
class LargestRepliesTest {
  private static final long BIG = 1L << 50;
  private static final TwoProcesses BOTH = new TwoProcesses();

  @AfterAll
  static void stop() {
    BOTH.close();
  }

  private static <T> void arrives(T message) {
    TestProbe<T> receiver = BOTH.second.createTestProbe();
    BOTH.fromFirst(receiver.ref()).tell(message);
    assertEquals(message, receiver.receiveMessage(Duration.ofSeconds(20)));
  }

  private static List<Bytes> chain() {
    return Collections.nCopies(
        Limits.RECORD_CHAIN_MAX, Bytes.wrap(new byte[Limits.RECORD_BYTES_MAX]));
  }

  private static Entry entry(long uid) {
    String[] flags =
        IntStream.range(0, Flags.FLAGS_MAX)
            .mapToObj(n -> String.format("%032d", n).replaceFirst("0", "f"))
            .toArray(String[]::new);
    Sections sections = new Sections(70_000, 70_000, BIG, Collections.nCopies(256, BIG));
    MessageId mid = new MessageId(Bytes.wrap(new byte[MessageId.BYTES]));
    return new Entry(uid, mid, BIG, sections, Flags.of(flags), BIG, "x".repeat(511), uid);
  }

  @Test
  void aListingOfTheLargestRowsIsCutAndArrives() {
    List<Entry> rows = LongStream.rangeClosed(1, 500).mapToObj(LargestRepliesTest::entry).toList();
    List<Long> vanished = LongStream.range(BIG, BIG + 10_001).boxed().toList();
    Listing.Page page =
        (Listing.Page) ListingBounds.cut(new Listing.Page(BIG, rows, vanished, false));
    assertTrue(page.more());
    assertEquals(rows.subList(0, page.rows().size()), page.rows());
    arrives(new Mailbox.ListView(page));
  }

  @Test
  void aListingThatFitsIsLeftAlone() {
    Listing.Page page = new Listing.Page(1, List.of(entry(1)), List.of(), false);
    assertEquals(page, ListingBounds.cut(page));
    assertEquals(Listing.Resync.NEEDED, ListingBounds.cut(Listing.Resync.NEEDED));
  }

  @Test
  void anAccountWithTheLongestChainArrives() {
    Bytes xzibit = Bytes.wrap(new byte[Limits.XZIBIT_BYTES]);
    Account account = new Account(AccountStatus.ACTIVE, BIG, chain(), xzibit, Bytes.EMPTY, 0);
    arrives(new Mailbox.AccountView(account, Integer.MAX_VALUE, BIG));
    arrives(new Directory.Records(DomainName.parse("far.example"), chain()));
  }

  @Test
  void allBoxesAndAPageOfNamesArrive() {
    BoxName box = new BoxName("\u540d".repeat(64));
    BoxSummary summary = new BoxSummary(box, BIG, BIG, BIG, 70_000, 70_000, BIG);
    arrives(new Mailbox.BoxesView(Collections.nCopies(100, summary)));
    AccountName name = AccountName.parse("\u540d".repeat(64));
    arrives(new Directory.Names(Collections.nCopies(1000, name), true));
  }

  @Test
  void theMostContentsToAskForArrive() {
    Set<Long> ids = LongStream.range(BIG, BIG + 1000).boxed().collect(Collectors.toSet());
    arrives(new Mailbox.Held(ids));
  }
}
