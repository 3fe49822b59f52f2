package cmtp.simulations.resilience.ledger;

import static cmtp.simulations.resilience.ledger.Mids.acknowledged;
import static cmtp.simulations.resilience.ledger.Mids.tried;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private static final LedgerEntry BEGAN = new LedgerEntry.FaultBegan(10, 1, "a.test", "kill");
  private static final LedgerEntry ENDED = new LedgerEntry.FaultEnded(15, 1);

  @Test
  void countsToTheFirstAcknowledgementAfterTheEnd() {
    List<Recovery> found =
        Recovery.of(
            List.of(
                tried(1, 1),
                acknowledged(12, 1),
                BEGAN,
                ENDED,
                tried(16, 2),
                acknowledged(40, 2),
                acknowledged(22, 3),
                tried(2, 3)));
    assertEquals(OptionalLong.of(25), found.get(0).recoveryNanos());
    assertEquals(OptionalLong.of(30), found.get(0).silentNanos());
  }

  @Test
  void otherDomainsUsersDoNotCount() {
    LedgerEntry began = new LedgerEntry.FaultBegan(10, 1, "other.test", "kill");
    List<Recovery> found = Recovery.of(List.of(began, ENDED, tried(16, 2), acknowledged(40, 2)));
    assertEquals(OptionalLong.empty(), found.get(0).recoveryNanos());
  }

  @Test
  void aFaultThatHasNotEndedHasNone() {
    assertEquals(List.of(), Recovery.of(List.of(BEGAN, tried(16, 2), acknowledged(40, 2))));
  }
}
