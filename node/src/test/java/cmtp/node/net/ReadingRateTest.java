package cmtp.node.net;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadingRateTest {
  private final ReadingRate rate = new ReadingRate(Duration.ofSeconds(30), 512, 8192);

  @Test
  void judgesAtTheEndOfAWindowOnly() {
    rate.restart(1000);
    assertFalse(rate.isTooSlow(30_999));
    assertTrue(rate.isTooSlow(31_000));
  }

  @Test
  void takesTheSlowestPeerAllowed() {
    rate.restart(0);
    rate.taken(30 * 512 - 8192);
    assertFalse(rate.isTooSlow(30_000));
    rate.taken(30 * 512 - 8192 - 1);
    assertTrue(rate.isTooSlow(60_000));
  }

  @Test
  void startsAnewWhenItWasNotThePeersTurn() {
    rate.restart(0);
    rate.restart(20_000);
    assertFalse(rate.isTooSlow(40_000));
  }
}
