package cmtp.simulations.resilience.ledger;

import static cmtp.simulations.resilience.ledger.Mids.acknowledged;
import static cmtp.simulations.resilience.ledger.Mids.mid;
import static cmtp.simulations.resilience.ledger.Mids.tried;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.simulations.resilience.ledger.Course.Taken;
import java.util.List;
import org.junit.jupiter.api.Test;

class CourseTest {
  @Test
  void tellsWhenMailWasTakenAndHowLongThatTook() {
    Course course =
        Course.of(
            List.of(
                tried(1, 1),
                tried(2, 2),
                new LedgerEntry.Refused(3, mid(1), false, "later"),
                new LedgerEntry.Refused(4, mid(3), true, "never"),
                acknowledged(9, 2),
                acknowledged(5, 1)));
    assertEquals(List.of(new Taken(5, 4), new Taken(9, 7)), course.taken());
    assertEquals(List.of(3L), course.refusedNanos());
  }
}
