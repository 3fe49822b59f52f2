package cmtp.protocol.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressTest {
  @Test
  void theStoredFormStaysAsItIs() {
    int good = 0;
    for (long seed = 0; seed < 5000; seed++) {
      String text = random(new Random(seed));
      try {
        Address address = Address.parse(text);
        assertEquals(address, Address.parse(address.toString()), "seed " + seed);
        good++;
      } catch (InvalidAddressException refused) {
        assertEquals(-1, refused.getMessage().indexOf('\n'), "seed " + seed);
      }
    }
    assertEquals(true, good > 500, good + " good ones");
  }

  @Test
  void needsAnAt() {
    assertThrows(InvalidAddressException.class, () -> Address.parse("alice"));
    assertThrows(InvalidAddressException.class, () -> Address.parse("alice@"));
    assertEquals(AccountName.SERVER, Address.parse("@example.org").account());
  }

  private static String random(Random random) {
    String letters = random.nextInt(4) == 0 ? "aZ0._-+/ @\n\u202eéß漢İ\u0301" : "aZ0._-+éßİ";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text + "@" + "Ab0-ü.".charAt(random.nextInt(6)) + "x.example";
  }
}
