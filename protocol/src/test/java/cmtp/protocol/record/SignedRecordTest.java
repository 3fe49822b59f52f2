package cmtp.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.Seeded;
import cmtp.protocol.crypto.SigningKey;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedRecordTest {
  private static final long DAY = 86_400_000;

  private final SigningKey key = Seeded.key(1);
  private final SigningKey successor = Seeded.key(2);
  private final SignedRecord record = draft(Map.of("b", "two=2", "a", "\u00fc", "c", "")).sign(key);

  @Test
  void hasTheLinesOfTheSpecificationInOrder() {
    String lines =
        "t=test\nv=1\nby="
            + key.publicKey().base64()
            + "\niat=1000\nexp=2000\n"
            + "a=\u00fc\nb=two=2\nc=\n";
    String signature = key.sign(Bytes.utf8("CMTP-REC-1\0" + lines)).base64();
    assertEquals(lines + "sig=" + signature + "\n", record.bytes().utf8());
  }

  @Test
  void bothSignaturesCoverTheLinesBeforeTheFirst() {
    SignedRecord two = draft(Map.of("a", "1")).sign(key, successor);
    String text = two.bytes().utf8();
    String lines = text.substring(0, text.indexOf("nsig="));
    Bytes input = Bytes.utf8("CMTP-REC-1\0" + lines);
    String nsig = "nsig=" + successor.sign(input).base64() + "\n";
    assertEquals(lines + nsig + "sig=" + key.sign(input).base64() + "\n", text);
    assertTrue(two.isSigned());
    assertTrue(two.isSignedBySuccessor(successor.publicKey()));
    assertFalse(two.isSignedBySuccessor(key.publicKey()));
  }

  @Test
  void comesBackAsItWasMade() {
    SignedRecord read = SignedRecord.parse(record.bytes()).orElseThrow();
    assertEquals(record, read);
    assertEquals("test", read.type());
    assertEquals(key.publicKey(), read.by());
    assertEquals(1000, read.issuedUnixMillis());
    assertEquals(2000, read.expiresUnixMillis());
    assertEquals(Map.of("a", "\u00fc", "b", "two=2", "c", ""), read.fields());
    assertEquals(Hash.of(record.bytes()), read.hash());
    assertTrue(read.isSigned());
    assertFalse(read.hasSuccessorSignature());
    assertFalse(read.isSignedBySuccessor(key.publicKey()));
  }

  @Test
  void oneChangedBitAnywhereIsNoSignedRecord() {
    for (int bit = 0; bit < 8 * record.bytes().length(); bit++) {
      Optional<SignedRecord> read = SignedRecord.parse(Seeded.flipped(record.bytes(), bit));
      assertFalse(read.isPresent() && read.get().isSigned(), "bit " + bit);
    }
  }

  @Test
  void everyTruncationIsNoRecord() {
    for (int length = 0; length < record.bytes().length(); length++) {
      assertEquals(
          Optional.empty(), SignedRecord.parse(record.bytes().slice(0, length)), "at " + length);
    }
  }

  /**
   * Each row is one edit that makes the good record below wrong: what is replaced, {@code =>}, what
   * takes its place; {@code |} stands for LF and {@code $} for a signature's text.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "t=test=>t=",
        "t=test=>t=Test",
        "t=test=>t=te-st",
        "t=test=>t=abcdefghijklmnopq",
        "t=test|=>",
        "t=test|=>t=test|t=test|",
        "t=test=>type=test",
        "t=test|v=1|=>v=1|t=test|",
        "v=1=>v=2",
        "v=1=>v=01",
        "v=1|=>",
        "by==>by=A",
        "by==>key=",
        "iat=1000=>iat=01000",
        "iat=1000=>iat=+1000",
        "iat=1000=>iat=-1",
        "iat=1000=>iat=",
        "iat=1000=>iat=1e3",
        "iat=1000=>iat= 1000",
        "iat=1000=>iat=\u0661",
        "iat=1000=>iat=2000",
        "iat=1000=>iat=2001",
        "exp=2000=>exp=1000000000000000000",
        "exp=2000=>exp=9223372036854775808",
        "iat=1000|exp=2000|=>exp=2000|iat=1000|",
        "exp=2000|=>",
        "a=1|b=2|=>b=2|a=1|",
        "a=1|b=2|=>a=1|a=2|",
        "a=1|b=2|=>a=1|a=1|",
        "a=1|=>A=1|",
        "a=1|=>=1|",
        "a=1|=>a1=1|",
        "a=1|=>a-b=1|",
        "a=1|=>a |",
        "a=1|=>a|",
        "a=1|=>|a=1|",
        "a=1|=>abcdefghijklmnopq=1|",
        "a=1|=>a=1\r|",
        "a=1|=>a=1\u0000|",
        "a=1|=>a=\t1|",
        "a=1|=>a=\u007f|",
        "a=1|=>a=\u0085|",
        "a=1|=>by=1|",
        "a=1|b=2|=>exp=1|",
        "a=1|b=2|=>iat=1|",
        "a=1|b=2|=>nsig=1|",
        "a=1|b=2|=>sig=1|",
        "a=1|b=2|=>t=1|",
        "a=1|b=2|=>v=1|",
        "a=1|b=2|=>nsig=$|sig=$|",
        "sig=$=>sig=",
        "sig=$=>sig=$=",
        "sig=$=>sig=$A",
        "sig=$=>sig=AAAA",
        "sig=$=>nsig=$",
        "sig=$|=>",
        "sig=$|=>sig=$",
        "sig=$|=>sig=$||",
        "sig=$|=>sig=$|a=1|",
        "sig=$|=>sig=$|sig=$|",
        "sig=$|=>sig=$|nsig=$|",
        "sig=$|=>nsig=$|nsig=$|sig=$|",
        "sig=$|=>nsig=AAAA|sig=$|",
        "sig=$|=>sig=$\r|",
      })
  void refusesEveryOtherForm(String edit) {
    String signature = key.sign(new byte[0]).base64();
    String good =
        "t=test\nv=1\nby="
            + key.publicKey().base64()
            + "\niat=1000\nexp=2000\na=1\nb=2\nsig="
            + signature
            + "\n";
    assertTrue(SignedRecord.parse(Bytes.utf8(good)).isPresent());
    String[] parts = edit.replace("|", "\n").replace("$", signature).split("=>", -1);
    assertTrue(good.contains(parts[0]), "the edit fits: " + parts[0]);
    String wrong = good.replace(parts[0], parts[1]);
    assertEquals(Optional.empty(), SignedRecord.parse(Bytes.utf8(wrong)), wrong);
  }

  @Test
  void refusesWrongUtf8() {
    byte[] bytes = record.bytes().toArray();
    bytes[record.bytes().utf8().indexOf("a=\u00fc") + 2] = (byte) 0xff;
    assertEquals(Optional.empty(), SignedRecord.parse(Bytes.wrap(bytes)));
  }

  @Test
  void refusesAWeakKey() {
    String zero = Bytes.wrap(new byte[32]).base64();
    String text = record.bytes().utf8().replace(key.publicKey().base64(), zero);
    assertEquals(Optional.empty(), SignedRecord.parse(Bytes.utf8(text)));
  }

  @Test
  void takesAtMost4096Bytes() {
    int others = draft(Map.of("a", "")).sign(key).bytes().length();
    SignedRecord longest = draft(Map.of("a", "x".repeat(4096 - others))).sign(key);
    assertEquals(4096, longest.bytes().length());
    SignedRecord.Draft longer = draft(Map.of("a", "x".repeat(4097 - others)));
    assertThrows(IllegalArgumentException.class, () -> longer.sign(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sig", "nsig", "by", "t", "v", "iat", "exp", "A", "a b", ""})
  void makesNoRecordThatItWouldNotRead(String field) {
    SignedRecord.Draft draft = draft(Map.of(field, "1"));
    assertThrows(IllegalArgumentException.class, () -> draft.sign(key), field);
  }

  /** Whoever could put lines into a value could make others sign what they never said. */
  @ParameterizedTest
  @ValueSource(strings = {"1\na=2", "1\nc", "1\r", "\n"})
  void aValueCanNotBringLinesOfItsOwn(String value) {
    assertThrows(IllegalArgumentException.class, () -> draft(Map.of("a", value)).sign(key));
  }

  @Test
  void holdsFromADayBeforeItsTimeUntilItExpires() {
    var draft = new SignedRecord.Draft("test", 10 * DAY, 20 * DAY, new TreeMap<>());
    SignedRecord later = draft.sign(key);
    assertFalse(later.isValidAt(9 * DAY - 1));
    assertTrue(later.isValidAt(9 * DAY));
    assertTrue(later.isValidAt(20 * DAY - 1));
    assertFalse(later.isValidAt(20 * DAY));
  }

  private static SignedRecord.Draft draft(Map<String, String> fields) {
    return new SignedRecord.Draft("test", 1000, 2000, new TreeMap<>(fields));
  }
}
