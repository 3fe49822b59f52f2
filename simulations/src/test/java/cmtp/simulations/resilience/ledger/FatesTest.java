package cmtp.simulations.resilience.ledger;

import static cmtp.simulations.resilience.ledger.Mids.acknowledged;
import static cmtp.simulations.resilience.ledger.Mids.mid;
import static cmtp.simulations.resilience.ledger.Mids.tried;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FatesTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void tellsWhatHappenedAroundALostMessage() {
    List<LedgerEntry> ledger =
        List.of(
            new LedgerEntry.FaultBegan(2 * SECOND, 1, "a.test", "kill"),
            tried(3 * SECOND, 1),
            new LedgerEntry.Refused(4 * SECOND, mid(1), false, "busy"),
            acknowledged(5 * SECOND, 1),
            new LedgerEntry.FaultBegan(6 * SECOND, 2, "a.test", "stop"));
    Account account = Accounting.of(ledger, List.of());
    assertEquals(
        List.of(
            "lost "
                + mid(1).prefix()
                + ", from alice@a.test to bob@b.test tried at 2.000 s, refused (busy) at 3.000 s,"
                + " acknowledged at 4.000 s, after fault 1 (kill at 1.000 s),"
                + " before fault 2 (stop at 5.000 s)"),
        Fates.of(ledger, account, SECOND));
  }

  @Test
  void aGhostHasNothingInTheLedger() {
    Account account = Accounting.of(List.of(), List.of(Mids.found(7)));
    assertEquals(List.of("ghost " + mid(7).prefix()), Fates.of(List.of(), account, 0));
  }
}
