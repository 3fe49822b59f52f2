package cmtp.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.AccountName;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.Seeded;
import cmtp.protocol.crypto.SigningKey;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRecordTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final long DAY = 86_400_000;

  private final SigningKey old = Seeded.key(1);
  private final SigningKey fresh = Seeded.key(2);
  private final AccountName alice = new AccountName("alice");
  private final DomainName domain = new DomainName("a.example");
  private final KeyRecord first = KeyRecord.first(old, alice, domain, NOW);
  private final KeyRecord second = first.next(old, fresh, NOW + 1);

  @Test
  void theFirstIsSignedByTheKeyItPublishes() {
    KeyRecord read = KeyRecord.parse(first.bytes()).orElseThrow();
    assertEquals(first, read);
    assertEquals(alice, read.user());
    assertEquals(domain, read.domain());
    assertEquals(old.publicKey(), read.key());
    assertEquals(old.publicKey(), read.record().by());
    assertEquals(0, read.seq());
    Map<String, String> fields =
        Map.of(
            "domain", "a.example",
            "key", old.publicKey().base64(),
            "prev", Bytes.wrap(new byte[32]).base64(),
            "seq", "0",
            "user", "alice");
    assertEquals(fields, read.record().fields());
  }

  @Test
  void aLaterOneNamesItsPredecessorAndBothKeysSign() {
    KeyRecord read = KeyRecord.parse(second.bytes()).orElseThrow();
    assertEquals(fresh.publicKey(), read.key());
    assertEquals(old.publicKey(), read.record().by());
    assertEquals(1, read.seq());
    assertEquals(first.record().hash(), read.prev());
    assertTrue(read.record().hasSuccessorSignature());
    assertTrue(read.replaces(first));
    assertFalse(first.replaces(read));
  }

  @Test
  void holdsTenYears() {
    assertTrue(first.record().isValidAt(NOW));
    assertTrue(first.record().isValidAt(NOW + 3651 * DAY));
    assertFalse(first.record().isValidAt(NOW + 3653 * DAY));
  }

  /** One field wrong, the rest right and properly signed. */
  @ParameterizedTest
  @CsvSource({
    "user, ''",
    "user, Alice",
    "user, ../x",
    "user, a@b",
    "domain, ''",
    "domain, A.example",
    "domain, a.example.",
    "domain, a..example",
    "seq, 00",
    "seq, 1",
    "seq, 16",
    "seq, -1",
    "seq, 4294967296",
    "key, ''",
    "key, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "prev, ''",
    "prev, AAAA",
    "prev, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE",
  })
  void refusesAFirstRecordWithAWrongField(String field, String value) {
    Bytes good = firstWith("user", "alice").sign(old).bytes();
    assertTrue(KeyRecord.parse(good).isPresent());
    Bytes wrong = firstWith(field, value).sign(old).bytes();
    assertInstanceOf(Reading.Malformed.class, KeyRecord.read(wrong));
    assertEquals(Optional.empty(), KeyRecord.parse(wrong));
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "domain", "seq", "key", "prev"})
  void refusesARecordWithoutAField(String field) {
    TreeMap<String, String> fields = new TreeMap<>(first.record().fields());
    fields.remove(field);
    Bytes wrong = draft("key", fields).sign(old).bytes();
    assertInstanceOf(Reading.Malformed.class, KeyRecord.read(wrong));
  }

  @Test
  void keepsFieldsItDoesNotKnow() {
    Bytes bytes = firstWith("later", "value").sign(old).bytes();
    KeyRecord read = KeyRecord.parse(bytes).orElseThrow();
    assertEquals("value", read.record().fields().get("later"));
    assertEquals(bytes, read.bytes());
  }

  @Test
  void refusesAnotherType() {
    Bytes other = draft("srv", first.record().fields()).sign(old).bytes();
    assertInstanceOf(Reading.Malformed.class, KeyRecord.read(other));
    assertInstanceOf(Reading.Malformed.class, ServerRecord.read(first.bytes()));
  }

  @Test
  void refusesAFirstRecordByAForeignKeyOrWithTwoSignatures() {
    Bytes foreign = draft("key", first.record().fields()).sign(fresh).bytes();
    assertInstanceOf(Reading.Malformed.class, KeyRecord.read(foreign));
    Bytes two = draft("key", first.record().fields()).sign(old, fresh).bytes();
    assertInstanceOf(Reading.Malformed.class, KeyRecord.read(two));
  }

  @Test
  void refusesALaterRecordThatOneKeySignedOrThatKeepsItsKey() {
    Bytes one = draft("key", second.record().fields()).sign(old).bytes();
    assertInstanceOf(Reading.Malformed.class, KeyRecord.read(one));
    Bytes same = draft("key", second.record().fields()).sign(fresh, fresh).bytes();
    assertInstanceOf(Reading.Malformed.class, KeyRecord.read(same));
  }

  @Test
  void tellsAForgedSignatureFromAWrongForm() {
    Bytes changed = Bytes.utf8(first.bytes().utf8().replace("user=alice", "user=mallory"));
    assertInstanceOf(Reading.Forged.class, KeyRecord.read(changed));
    assertEquals(Optional.empty(), KeyRecord.parse(changed));
    Bytes wrongSuccessor = draft("key", second.record().fields()).sign(old, Seeded.key(3)).bytes();
    assertInstanceOf(Reading.Forged.class, KeyRecord.read(wrongSuccessor));
    assertInstanceOf(Reading.Malformed.class, KeyRecord.read(Bytes.utf8("nonsense")));
    assertInstanceOf(Reading.Proven.class, KeyRecord.read(second.bytes()));
  }

  @Test
  void onlyTheCurrentKeyNamesAnotherOne() {
    assertThrows(IllegalArgumentException.class, () -> first.next(fresh, old, NOW));
    assertThrows(IllegalArgumentException.class, () -> first.next(old, old, NOW));
  }

  @Test
  void isNeverForTheServerItself() {
    assertThrows(
        IllegalArgumentException.class,
        () -> KeyRecord.first(old, AccountName.SERVER, domain, NOW));
  }

  private SignedRecord.Draft firstWith(String field, String value) {
    TreeMap<String, String> fields = new TreeMap<>(first.record().fields());
    fields.put(field, value);
    return draft("key", fields);
  }

  private static SignedRecord.Draft draft(String type, Map<String, String> fields) {
    return new SignedRecord.Draft(type, NOW, NOW + 1000, new TreeMap<>(fields));
  }
}
