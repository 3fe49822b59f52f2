package cmtp.simulations.resilience.ledger;

import static cmtp.simulations.resilience.ledger.Mids.acknowledged;
import static cmtp.simulations.resilience.ledger.Mids.mid;
import static cmtp.simulations.resilience.ledger.Mids.tried;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.address.Address;
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
                tried(2, 3),
                acknowledged(12, 1),
                BEGAN,
                ENDED,
                tried(16, 2),
                acknowledged(40, 2),
                acknowledged(22, 3)));
    assertEquals(OptionalLong.of(7), found.get(0).recoveryNanos());
    assertEquals(OptionalLong.of(12), found.get(0).silentNanos());
  }

  @Test
  void isOverWhenEveryMailboxHasTakenMail() {
    Address carol = Address.parse("carol@a.test");
    LedgerEntry.Tried near = new LedgerEntry.Tried(16, mid(2), Mids.ALICE, carol, Mids.body(2));
    List<Recovery> found =
        Recovery.of(
            List.of(tried(1, 1), near, BEGAN, ENDED, acknowledged(20, 1), acknowledged(50, 2)));
    assertEquals(OptionalLong.of(35), found.get(0).recoveryNanos());
  }

  @Test
  void tellsWhenAllWasAsBefore() {
    List<LedgerEntry> ledger = List.of(BEGAN, ENDED, new LedgerEntry.Whole(90, 1));
    assertEquals(OptionalLong.of(75), Recovery.of(ledger).get(0).wholeNanos());
    assertEquals(OptionalLong.empty(), Recovery.of(ledger.subList(0, 2)).get(0).wholeNanos());
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
