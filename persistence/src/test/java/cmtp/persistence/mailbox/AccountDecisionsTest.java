package cmtp.persistence.mailbox;

import static cmtp.persistence.mailbox.Samples.NOW;
import static cmtp.persistence.mailbox.Samples.RECORD;
import static cmtp.persistence.mailbox.Samples.XZIBIT;
import static cmtp.persistence.mailbox.Samples.after;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountDecisionsTest {
  private static final Bytes CODE = Bytes.utf8("hash of the code");

  private static final Map<AccountStatus, MailboxState> STATES = states();

  private static final Map<String, Function<MailboxState, Decision>> WISHES =
      Map.of(
          "invite", s -> AccountDecisions.invite(s, CODE, NOW + 1000, NOW),
          "register", s -> AccountDecisions.register(s, CODE, RECORD, XZIBIT, NOW),
          "open", s -> AccountDecisions.open(s, RECORD, XZIBIT, NOW),
          "disable", s -> AccountDecisions.disable(s, NOW),
          "enable", s -> AccountDecisions.enable(s, NOW),
          "reset", s -> AccountDecisions.reset(s, RECORD, XZIBIT, NOW),
          "remove", s -> AccountDecisions.remove(s, NOW),
          "xzibit", s -> AccountDecisions.replaceXzibit(s, XZIBIT, NOW),
          "record", s -> AccountDecisions.putRecord(s, Bytes.utf8("next"), NOW),
          "deliver", s -> MailboxDecisions.deliver(s, Samples.mail(1), Samples.QUOTA, NOW));

  private static Map<AccountStatus, MailboxState> states() {
    MailboxState absent = MailboxState.EMPTY;
    MailboxState invited = after(absent, AccountDecisions.invite(absent, CODE, NOW + 1, NOW));
    MailboxState active = Samples.open();
    MailboxState disabled = after(active, AccountDecisions.disable(active, NOW));
    MailboxState removed = after(active, AccountDecisions.remove(active, NOW));
    return Map.of(
        AccountStatus.ABSENT, absent,
        AccountStatus.INVITED, invited,
        AccountStatus.ACTIVE, active,
        AccountStatus.DISABLED, disabled,
        AccountStatus.REMOVED, removed);
  }

  @ParameterizedTest
  @CsvSource({
    // wish, then the status or refusal it leads to from absent, invited, active, disabled, removed
    "invite,  INVITED, INVITED, ALREADY_OPEN, ALREADY_OPEN, INVITED",
    "register, NOT_INVITED, ACTIVE, ALREADY_OPEN, ALREADY_OPEN, NOT_INVITED",
    "open,    ACTIVE, ACTIVE, ALREADY_OPEN, ALREADY_OPEN, ACTIVE",
    "disable, NO_ACCOUNT, NO_ACCOUNT, DISABLED, DISABLED, NO_ACCOUNT",
    "enable,  NO_ACCOUNT, NO_ACCOUNT, ACTIVE, ACTIVE, NO_ACCOUNT",
    "reset,   NO_ACCOUNT, NO_ACCOUNT, ACTIVE, DISABLED, NO_ACCOUNT",
    "remove,  NO_ACCOUNT, REMOVED, REMOVED, REMOVED, REMOVED",
    "xzibit,  NO_ACCOUNT, NO_ACCOUNT, ACTIVE, DISABLED, NO_ACCOUNT",
    "record,  NO_ACCOUNT, NO_ACCOUNT, ACTIVE, DISABLED, NO_ACCOUNT",
    "deliver, NO_ACCOUNT, NO_ACCOUNT, ACTIVE, DISABLED, NO_ACCOUNT",
  })
  void everyWishInEveryStatus(
      String wish, String absent, String invited, String active, String disabled, String removed) {
    List<String> expected = List.of(absent, invited, active, disabled, removed);
    for (AccountStatus status : AccountStatus.values()) {
      MailboxState state = STATES.get(status);
      Decision decision = WISHES.get(wish).apply(state);
      String outcome =
          decision instanceof Decision.Refused refused
              ? refused.refusal().name()
              : after(state, decision).account().status().name();
      assertEquals(expected.get(status.ordinal()), outcome, wish + " when " + status);
    }
  }

  @Test
  void anInvitationExpiresAndIsReplacedByALaterOne() {
    MailboxState state = STATES.get(AccountStatus.INVITED);
    assertTrue(state.account().isInvitation(CODE, NOW));
    assertEquals(
        Decision.refused(Refusal.NOT_INVITED),
        AccountDecisions.register(state, CODE, RECORD, XZIBIT, NOW + 1));
    Bytes other = Bytes.utf8("another");
    state = after(state, AccountDecisions.invite(state, other, NOW + 10, NOW));
    assertEquals(
        Decision.refused(Refusal.NOT_INVITED),
        AccountDecisions.register(state, CODE, RECORD, XZIBIT, NOW));
    assertTrue(state.account().isInvitation(other, NOW));
  }

  @Test
  void openingEndsTheInvitation() {
    MailboxState state = STATES.get(AccountStatus.INVITED);
    state = after(state, AccountDecisions.register(state, CODE, RECORD, XZIBIT, NOW));
    state = after(state, AccountDecisions.remove(state, NOW));
    assertEquals(
        Decision.refused(Refusal.NOT_INVITED),
        AccountDecisions.register(state, CODE, RECORD, XZIBIT, NOW));
  }

  @Test
  void resetBeginsANewChainAndKeepsTheMail() {
    MailboxState state = Samples.withMail(3);
    state = after(state, AccountDecisions.putRecord(state, Bytes.utf8("second"), NOW));
    assertEquals(List.of(Bytes.utf8("second"), RECORD), state.account().records());
    Bytes fresh = Bytes.utf8("fresh");
    state = after(state, AccountDecisions.reset(state, fresh, Bytes.utf8("x"), NOW));
    assertEquals(List.of(fresh), state.account().records());
    assertEquals(Bytes.utf8("x"), state.account().xzibit().orElseThrow());
    assertEquals(3, state.entryCount());
  }

  @Test
  void aChainHasAtMostSixteenRecords() {
    MailboxState state = Samples.open();
    for (int i = 2; i <= Account.RECORDS_MAX; i++) {
      state = after(state, AccountDecisions.putRecord(state, Bytes.utf8("r" + i), NOW));
    }
    assertEquals(Account.RECORDS_MAX, state.account().records().size());
    assertEquals(
        Decision.refused(Refusal.FULL),
        AccountDecisions.putRecord(state, Bytes.utf8("one more"), NOW));
    assertEquals(Decision.accepted(), AccountDecisions.putRecord(state, Bytes.utf8("r5"), NOW));
  }

  @Test
  void aReopenedAccountIsEmptyAndHasANewUidValidity() {
    MailboxState state = Samples.withMail(2);
    long before = state.box(BoxName.INBOX).orElseThrow().uidValidity();
    state = after(state, AccountDecisions.remove(state, NOW));
    assertEquals(List.of(1L, 2L), state.garbage());
    assertEquals(0, state.usedBytes());
    assertEquals(List.of(), state.boxes());
    long modseq = state.modseq();
    state = after(state, AccountDecisions.open(state, RECORD, XZIBIT, NOW - 5000));
    assertTrue(state.box(BoxName.INBOX).orElseThrow().uidValidity() > before);
    assertEquals(0, state.entryCount());
    state = after(state, MailboxDecisions.deliver(state, Samples.mail(9), Samples.QUOTA, NOW));
    assertTrue(state.modseq() > modseq);
  }
}
