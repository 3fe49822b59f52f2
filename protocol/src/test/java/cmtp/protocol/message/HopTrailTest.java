package cmtp.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.message.HopTrail.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** SPEC 6.4. */
class HopTrailTest {
  private static final MessageId MID = new MessageId(Bytes.wrap(new byte[32]));

  private static MessageLog passed(MessageLog log, SigningKey by, String domain, long time) {
    LogEntry.HopAction action =
        HopTrail.of(log, MID).isEmpty() ? LogEntry.HopAction.RECV : LogEntry.HopAction.RELAY;
    return log.plus(HopTrail.next(log, MID, by, new DomainName(domain), action, time).text());
  }

  private static List<Standing> standings(MessageLog log, MessageId mid) {
    return HopTrail.of(log, mid).stream().map(HopTrail.Step::standing).toList();
  }

  private static MessageLog withEntries(List<String> entries) {
    return MessageLog.of(entries);
  }

  @Test
  void provesWhatItMakesOnAnyLog() {
    for (long seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      MessageLog log = MessageLog.EMPTY;
      int hops = 0;
      for (int i = random.nextInt(12); i > 0; i--) {
        if (random.nextBoolean()) {
          hops++;
          SigningKey key = SigningKey.fromSeed(bytes(random, 32));
          log = passed(log, key, "d" + hops + ".example", Math.abs(random.nextLong() >> 8));
        } else {
          log = log.plus("entry " + random.nextInt());
        }
      }
      List<Standing> wanted = new ArrayList<>();
      for (int i = 0; i < hops; i++) {
        wanted.add(Standing.SIGNED);
      }
      assertEquals(wanted, standings(log, MID), "seed " + seed);
    }
  }

  @Test
  void readsEveryEntryItWritesBack() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      LogEntry.Hop hop =
          new LogEntry.Hop(
              "d" + random.nextInt(1000) + ".example",
              LogEntry.HopAction.values()[random.nextInt(3)],
              random.nextInt(Integer.MAX_VALUE),
              bytes(random, 32),
              bytes(random, 32),
              bytes(random, 64));
      assertEquals(Optional.of(hop), LogEntry.Hop.parse(hop.text()), "seed " + seed);
    }
  }

  @Test
  void takesFieldsInAnyOrderButTheSignatureLast() {
    LogEntry.Hop hop = aHop();
    String text = hop.text();
    String domain = "d=" + hop.domain() + " ";
    String moved = text.replace(domain, "").replace(" s=", " z=9 " + domain.strip() + " s=");
    assertEquals(Optional.of(hop), LogEntry.Hop.parse(moved));
    assertEquals(Optional.empty(), LogEntry.Hop.parse(text + " z=9"));
  }

  @Test
  void anyChangedCharacterMakesAnEntryUnproven() {
    MessageLog log = passed(MessageLog.EMPTY, SigningKey.generate(), "a.example", 1);
    String entry = log.entries().get(0);
    for (int i = 0; i < entry.length(); i++) {
      char other = entry.charAt(i) == 'A' ? 'B' : 'A';
      String changed = entry.substring(0, i) + other + entry.substring(i + 1);
      assertFalse(
          standings(withEntries(List.of(changed)), MID).contains(Standing.SIGNED), "at " + i);
    }
  }

  @Test
  void tellsACutAMoveAndAStrangersEntryApart() {
    MessageLog log = MessageLog.of(List.of("X1 dig"));
    for (int i = 0; i < 3; i++) {
      log = passed(log, SigningKey.generate(), "d" + i + ".example", i);
    }
    List<String> all = log.entries();
    List<String> cut = List.of(all.get(0), all.get(1), all.get(3));
    assertEquals(List.of(Standing.SIGNED, Standing.BROKEN_CHAIN), standings(withEntries(cut), MID));
    MessageId other = new MessageId(Bytes.concat(Bytes.of((byte) 1), MID.value().slice(1, 32)));
    assertEquals(List.of(Standing.FORGED, Standing.FORGED, Standing.FORGED), standings(log, other));
    assertEquals(
        List.of(Standing.SIGNED, Standing.SIGNED, Standing.SIGNED, Standing.MALFORMED),
        standings(log.plus("X1 hop d=x"), MID));
  }

  @Test
  void losesTheLastHopsUnnoticed() {
    MessageLog one = passed(MessageLog.EMPTY, SigningKey.generate(), "a.example", 1);
    MessageLog two = passed(one, SigningKey.generate(), "b.example", 2);
    assertEquals(one.entries(), two.entries().subList(0, 1));
    assertEquals(List.of(Standing.SIGNED), standings(one, MID));
  }

  @Test
  void aKeyThatIsNoKeyProvesNothing() {
    LogEntry.Hop hop = aHop();
    LogEntry.Hop zero =
        new LogEntry.Hop(
            hop.domain(),
            hop.action(),
            hop.timeMillis(),
            Bytes.wrap(new byte[32]),
            hop.previous(),
            hop.signature());
    assertEquals(List.of(Standing.FORGED), standings(withEntries(List.of(zero.text())), MID));
  }

  @Test
  void knowsTheLastHopWithoutCheckingIt() {
    MessageLog log = passed(MessageLog.EMPTY, SigningKey.generate(), "a.example", 1);
    assertEquals(Optional.empty(), HopTrail.last(MessageLog.of(List.of("X1 dig"))));
    assertEquals("a.example", HopTrail.last(log.plus("x")).orElseThrow().domain());
    assertEquals(Optional.empty(), HopTrail.last(log.plus("X1 hop d=b")), "malformed");
  }

  @Test
  void aLogThatIsSplitAtLineEndsTakesNoFurtherEntry() {
    assertTrue(MessageLog.EMPTY.isExtendable());
    assertTrue(new MessageLog(Bytes.of((byte) 0)).isExtendable());
    assertTrue(MessageLog.of(List.of("a\nb")).isExtendable());
    assertFalse(new MessageLog(Bytes.utf8("a\nb\n")).isExtendable());
  }

  private static LogEntry.Hop aHop() {
    return HopTrail.next(
        MessageLog.EMPTY,
        MID,
        SigningKey.generate(),
        new DomainName("a.example"),
        LogEntry.HopAction.RECV,
        7);
  }

  private static Bytes bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
