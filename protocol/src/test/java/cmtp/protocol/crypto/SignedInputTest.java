package cmtp.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import org.junit.jupiter.api.Test;

/** Each input written out byte by byte from the specification. */
class SignedInputTest {
  private final Bytes ones = Bytes.hex("11".repeat(32));
  private final Bytes twos = Bytes.hex("22".repeat(32));
  private final DomainName domain = new DomainName("a.example");

  @Test
  void mail() {
    VerifyKey recipient = Seeded.key(1).publicKey();
    Bytes input = SignedInput.mail(new MessageId(ones), 1_700_000_000_000L, recipient);
    assertEquals(
        "434d54502d4d41494c2d3100" + ones.hex() + "0000018bcfe56800" + recipient.bytes().hex(),
        input.hex());
  }

  @Test
  void hop() {
    Bytes input = SignedInput.hop(new MessageId(ones), twos, "X1 hop d=a");
    assertEquals(
        "434d54502d484f502d3100" + ones.hex() + twos.hex() + "583120686f7020643d61", input.hex());
  }

  @Test
  void reply() {
    Bytes input = SignedInput.reply(domain, ones, 1, "OK", 258, twos);
    assertEquals(
        "434d54502d58312d3100"
            + "612e6578616d706c6500"
            + ones.hex()
            + "0000000000000001"
            + "4f4b00"
            + "0000000000000102"
            + twos.hex(),
        input.hex());
  }

  @Test
  void prove() {
    Bytes input = SignedInput.prove(domain, "\u00fc", "", ones, twos);
    assertEquals(
        "434d54502d415554482d3100"
            + "612e6578616d706c6500"
            + "c3bc00"
            + "00"
            + ones.hex()
            + twos.hex(),
        input.hex());
  }

  @Test
  void record() {
    assertEquals("434d54502d5245432d3100743d6b0a", SignedInput.record(Bytes.utf8("t=k\n")).hex());
  }

  @Test
  void midLabelEndsWithItsNul() {
    assertEquals("434d54502d4d49442d3100", SignedInput.MID_LABEL.hex());
  }

  /** It could end one field and begin the next. */
  @Test
  void refusesANulInsideAString() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SignedInput.prove(domain, "user\0device", "", ones, twos));
  }

  @Test
  void refusesAHashOfAnotherLengthAndANegativeNumber() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SignedInput.reply(domain, Bytes.EMPTY, 0, "OK", 0, twos));
    assertThrows(
        IllegalArgumentException.class, () -> SignedInput.reply(domain, ones, -1, "OK", 0, twos));
  }
}
