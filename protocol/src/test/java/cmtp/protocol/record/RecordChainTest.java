package cmtp.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.Seeded;
import cmtp.protocol.crypto.SigningKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordChainTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final DomainName DOMAIN = new DomainName("a.example");
  private static final DomainName OTHER_DOMAIN = new DomainName("b.example");
  private static final AccountName ALICE = new AccountName("alice");

  @Test
  void aChainOfOneTo16RecordsLeadsToItsNewestKey() {
    for (int count = 1; count <= 16; count++) {
      List<Bytes> rows = rows(count);
      RecordChain<KeyRecord> chain = RecordChain.ofKeys(rows).orElseThrow();
      assertEquals(Seeded.key(count - 1).publicKey(), chain.newest().key());
      assertEquals(rows, chain.bytesNewestFirst());
      for (int pinned = 0; pinned < count; pinned++) {
        assertTrue(chain.passesThrough(Seeded.key(pinned).publicKey()), "pinned " + pinned);
      }
      assertFalse(chain.passesThrough(Seeded.key(count).publicKey()));
    }
  }

  @Test
  void theSeventeenthRecordCanNotBeMade() {
    KeyRecord newest = KeyRecord.parse(rows(16).get(0)).orElseThrow();
    assertThrows(
        IllegalArgumentException.class, () -> newest.next(Seeded.key(15), Seeded.key(16), NOW));
  }

  @Test
  void anyRecordLeftOutMovedOrRepeatedBreaksIt() {
    List<Bytes> rows = rows(4);
    for (int i = 0; i < 4; i++) {
      List<Bytes> without = new ArrayList<>(rows);
      without.remove(i);
      // Without the newest it is still a chain, an older one: only a pin could tell.
      assertEquals(i == 0, RecordChain.ofKeys(without).isPresent(), "without " + i);
      List<Bytes> twice = new ArrayList<>(rows);
      twice.add(i, rows.get(i));
      assertEquals(Optional.empty(), RecordChain.ofKeys(twice), "twice " + i);
    }
    List<Bytes> oldestFirst = new ArrayList<>(rows);
    Collections.reverse(oldestFirst);
    assertEquals(Optional.empty(), RecordChain.ofKeys(oldestFirst));
  }

  @Test
  void refusesNoRecordsTooManyAndForeignOnes() {
    assertEquals(Optional.empty(), RecordChain.ofKeys(List.of()));
    List<Bytes> many = new ArrayList<>(rows(16));
    many.add(0, many.get(0));
    assertEquals(Optional.empty(), RecordChain.ofKeys(many));
    assertEquals(Optional.empty(), RecordChain.ofServers(rows(2)));
    assertEquals(Optional.empty(), RecordChain.ofKeys(List.of(Bytes.utf8("nonsense"))));
  }

  @Test
  void oneChangedByteAnywhereBreaksIt() {
    List<Bytes> rows = rows(2);
    for (int row = 0; row < 2; row++) {
      for (int at = 0; at < rows.get(row).length(); at++) {
        List<Bytes> changed = new ArrayList<>(rows);
        changed.set(row, Seeded.flipped(rows.get(row), 8 * at));
        assertEquals(Optional.empty(), RecordChain.ofKeys(changed), row + ", byte " + at);
      }
    }
  }

  @Test
  void aSuccessorOfAnotherAccountOrDomainDoesNotFit() {
    SigningKey old = Seeded.key(0);
    KeyRecord alice = KeyRecord.first(old, ALICE, DOMAIN, NOW);
    KeyRecord bob = KeyRecord.first(old, new AccountName("bob"), DOMAIN, NOW);
    KeyRecord elsewhere = KeyRecord.first(old, ALICE, OTHER_DOMAIN, NOW);
    RecordChain<KeyRecord> chain = RecordChain.start(alice).orElseThrow();
    assertEquals(Optional.empty(), chain.plus(bob.next(old, Seeded.key(1), NOW)));
    assertEquals(Optional.empty(), chain.plus(elsewhere.next(old, Seeded.key(1), NOW)));
    assertTrue(chain.plus(alice.next(old, Seeded.key(1), NOW)).isPresent());
  }

  /** Who resets an account, or stole its server, can't continue the chain of its old key. */
  @Test
  void aSuccessorOfAnotherFirstRecordDoesNotFit() {
    SigningKey thief = Seeded.key(9);
    KeyRecord alice = KeyRecord.first(Seeded.key(0), ALICE, DOMAIN, NOW);
    KeyRecord reset = KeyRecord.first(thief, ALICE, DOMAIN, NOW);
    KeyRecord next = reset.next(thief, Seeded.key(1), NOW);
    RecordChain<KeyRecord> chain = RecordChain.start(alice).orElseThrow();
    assertEquals(Optional.empty(), chain.plus(next));
    assertEquals(Optional.empty(), chain.plus(reset));
    assertEquals(Optional.empty(), RecordChain.start(next));
    assertEquals(Optional.empty(), RecordChain.ofKeys(List.of(next.bytes(), alice.bytes())));
  }

  /** The same key published twice: only one of the two records has this successor. */
  @Test
  void aSuccessorOfATwinDoesNotFit() {
    SigningKey old = Seeded.key(0);
    KeyRecord one = KeyRecord.first(old, ALICE, DOMAIN, NOW);
    KeyRecord twin = KeyRecord.first(old, ALICE, DOMAIN, NOW + 1);
    assertFalse(twin.next(old, Seeded.key(1), NOW).replaces(one));
  }

  @Test
  void aKeyThatWasGivenUpDoesNotComeBack() {
    SigningKey old = Seeded.key(0);
    KeyRecord first = KeyRecord.first(old, ALICE, DOMAIN, NOW);
    KeyRecord second = first.next(old, Seeded.key(1), NOW);
    KeyRecord back = second.next(Seeded.key(1), old, NOW);
    RecordChain<KeyRecord> chain =
        RecordChain.start(first).flatMap(one -> one.plus(second)).orElseThrow();
    assertTrue(back.replaces(second));
    assertEquals(Optional.empty(), chain.plus(back));
  }

  @Test
  void serverKeysFollowTheSameRule() {
    SigningKey old = Seeded.key(0);
    ServerRecord first = ServerRecord.first(old, DOMAIN, NOW);
    ServerRecord second = first.next(old, Seeded.key(1), NOW);
    RecordChain<ServerRecord> chain =
        RecordChain.ofServers(List.of(second.bytes(), first.bytes())).orElseThrow();
    assertEquals(second, chain.newest());
    assertEquals(Optional.of(second), ServerRecord.parse(second.bytes()));
    assertTrue(chain.passesThrough(old.publicKey()));
    ServerRecord elsewhere = ServerRecord.first(old, OTHER_DOMAIN, NOW);
    assertFalse(elsewhere.next(old, Seeded.key(1), NOW).replaces(first));
    Bytes forged = Bytes.utf8(second.bytes().utf8().replace("a.example", "b.example"));
    assertEquals(new Reading.Forged<ServerRecord>(), ServerRecord.read(forged));
  }

  /** Keys 0, 1, 2, ... of alice, newest first. */
  private static List<Bytes> rows(int count) {
    List<Bytes> rows = new ArrayList<>();
    KeyRecord record = KeyRecord.first(Seeded.key(0), ALICE, DOMAIN, NOW);
    rows.add(record.bytes());
    for (int i = 1; i < count; i++) {
      record = record.next(Seeded.key(i - 1), Seeded.key(i), NOW + i);
      rows.add(0, record.bytes());
    }
    return rows;
  }
}
