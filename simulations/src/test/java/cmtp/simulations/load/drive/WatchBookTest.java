package cmtp.simulations.load.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchBookTest {
  private final List<Long> delays = new ArrayList<>();
  private final WatchBook book = new WatchBook(delays::add);

  @Test
  void measuresFromTheAcknowledgementToTheEventThatCoversIt() {
    assertEquals(40, book.begin(40));
    book.acknowledged(1000);
    book.acknowledged(1100);
    book.acknowledged(1500);
    book.changed(42, 2000);
    assertEquals(List.of(1000L, 900L), delays);
    book.changed(43, 2600);
    assertEquals(List.of(1000L, 900L, 1100L), delays);
    assertEquals(0, book.unheard());
  }

  @Test
  void countsAnEventThatCameFirstAsNoDelay() {
    book.begin(0);
    book.changed(2, 100);
    book.acknowledged(200);
    book.acknowledged(300);
    book.acknowledged(400);
    assertEquals(List.of(0L, 0L), delays);
    assertEquals(1, book.unheard());
  }

  @Test
  void watchesOnFromWhereABrokenSessionWas() {
    book.begin(10);
    book.changed(13, 1);
    assertEquals(13, book.begin(99));
  }
}
