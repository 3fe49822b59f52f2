package cmtp.simulations.resilience.ledger;

import static cmtp.simulations.resilience.ledger.Mids.ALICE;
import static cmtp.simulations.resilience.ledger.Mids.BOB;
import static cmtp.simulations.resilience.ledger.Mids.acknowledged;
import static cmtp.simulations.resilience.ledger.Mids.body;
import static cmtp.simulations.resilience.ledger.Mids.found;
import static cmtp.simulations.resilience.ledger.Mids.mid;
import static cmtp.simulations.resilience.ledger.Mids.tried;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountingTest {
  @Test
  void whatWasAcknowledgedAndIsThereOnceIsFlawless() {
    Account account = Accounting.of(List.of(tried(1, 1), acknowledged(2, 1)), List.of(found(1)));
    assertTrue(account.isFlawless(), account::toString);
    assertEquals(1, account.acknowledged());
  }

  @Test
  void whatWasAcknowledgedAndIsNotThereIsLost() {
    Account account = Accounting.of(List.of(tried(1, 1), acknowledged(2, 1)), List.of());
    assertEquals(List.of(mid(1)), account.lost());
    assertFalse(account.isFlawless());
  }

  @Test
  void whatIsThereTwiceIsDoubled() {
    Account account = Accounting.of(List.of(tried(1, 1)), List.of(found(1), found(1)));
    assertEquals(List.of(mid(1)), account.doubled());
    assertFalse(account.isFlawless());
  }

  @Test
  void whatNobodySentIsAGhost() {
    Account account = Accounting.of(List.of(), List.of(found(1)));
    assertEquals(List.of(mid(1)), account.ghosts());
    assertFalse(account.isFlawless());
  }

  @Test
  void mailInAnotherMailboxIsAGhostThereAndLostHere() {
    Found astray = new Found(ALICE, mid(1), body(1));
    Account account = Accounting.of(List.of(tried(1, 1), acknowledged(2, 1)), List.of(astray));
    assertEquals(List.of(mid(1)), account.ghosts());
    assertEquals(List.of(mid(1)), account.lost());
  }

  @Test
  void whatWasRefusedForGoodAndIsThereIsAGhost() {
    LedgerEntry refused = new LedgerEntry.Refused(2, mid(1), true, "no");
    Account account = Accounting.of(List.of(tried(1, 1), refused), List.of(found(1)));
    assertEquals(List.of(mid(1)), account.ghosts());
    assertEquals(1, account.refusedForGood());
  }

  @Test
  void anotherBodyIsDamage() {
    Found other = new Found(BOB, mid(1), body(2));
    Account account = Accounting.of(List.of(tried(1, 1), acknowledged(2, 1)), List.of(other));
    assertEquals(List.of(mid(1)), account.damaged());
    assertFalse(account.isFlawless());
  }

  @Test
  void whatHasNoAnswerMayBeThereOrNot() {
    LedgerEntry later = new LedgerEntry.Refused(2, mid(2), false, "later");
    Account account = Accounting.of(List.of(tried(1, 1), tried(1, 2), later), List.of(found(1)));
    assertTrue(account.isFlawless(), account::toString);
    assertEquals(1, account.unansweredThere());
    assertEquals(1, account.unansweredAbsent());
    assertEquals(1, account.refusals());
  }

  @Test
  void whatWasAcknowledgedAfterTheEndMayBeMissing() {
    List<LedgerEntry> ledger =
        List.of(tried(1, 1), acknowledged(4, 1), tried(1, 2), acknowledged(5, 2));
    assertEquals(List.of(mid(1)), Accounting.of(ledger, List.of(), 5).lost());
    assertEquals(2, Accounting.of(ledger, List.of()).lost().size());
  }

  @Test
  void knowsWhichAccountsWereOpenThen() {
    List<LedgerEntry> ledger =
        List.of(new LedgerEntry.Opened(1, ALICE), new LedgerEntry.Opened(5, BOB));
    assertEquals(Set.of(ALICE), Accounting.opened(ledger, 5));
  }
}
