package cmtp.persistence.mailbox;

import cmtp.persistence.mailbox.MailboxEvent.AccountDisabled;
import cmtp.persistence.mailbox.MailboxEvent.AccountEnabled;
import cmtp.persistence.mailbox.MailboxEvent.AccountInvited;
import cmtp.persistence.mailbox.MailboxEvent.AccountOpened;
import cmtp.persistence.mailbox.MailboxEvent.AccountRemoved;
import cmtp.persistence.mailbox.MailboxEvent.AccountReset;
import cmtp.persistence.mailbox.MailboxEvent.RecordPut;
import cmtp.persistence.mailbox.MailboxEvent.XzibitReplaced;
import cmtp.protocol.Bytes;

/**
 * From a wish about an account to its events. Whether a record is signed and names this account is
 * the caller's to know.
 */
public final class AccountDecisions {
  private AccountDecisions() {}

  /** Makes or replaces an invitation. */
  public static Decision invite(MailboxState state, Bytes codeHash, long expiresMs, long nowMs) {
    return isOpen(state)
        ? Decision.refused(Refusal.ALREADY_OPEN)
        : Decision.accepted(new AccountInvited(codeHash, expiresMs, nowMs));
  }

  /** Opens an account for one who shows an invitation's code. */
  public static Decision register(
      MailboxState state, Bytes codeHash, Bytes keyRecord, Bytes xzibit, long nowMs) {
    if (isOpen(state)) {
      return Decision.refused(Refusal.ALREADY_OPEN);
    }
    return state.account().isInvitation(codeHash, nowMs)
        ? open(state, keyRecord, xzibit, nowMs)
        : Decision.refused(Refusal.NOT_INVITED);
  }

  /** Opens an account by the operator's word. */
  public static Decision open(MailboxState state, Bytes keyRecord, Bytes xzibit, long nowMs) {
    if (isOpen(state)) {
      return Decision.refused(Refusal.ALREADY_OPEN);
    }
    return Decision.accepted(
        new AccountOpened(keyRecord, xzibit, nextUidValidity(state, nowMs), nowMs));
  }

  public static Decision disable(MailboxState state, long nowMs) {
    return switch (state.account().status()) {
      case ACTIVE -> Decision.accepted(new AccountDisabled(nowMs));
      case DISABLED -> Decision.accepted();
      default -> Decision.refused(Refusal.NO_ACCOUNT);
    };
  }

  public static Decision enable(MailboxState state, long nowMs) {
    return switch (state.account().status()) {
      case ACTIVE -> Decision.accepted();
      case DISABLED -> Decision.accepted(new AccountEnabled(nowMs));
      default -> Decision.refused(Refusal.NO_ACCOUNT);
    };
  }

  /** Begins a new key chain: mail sealed to the old key can't be opened any more. */
  public static Decision reset(MailboxState state, Bytes keyRecord, Bytes xzibit, long nowMs) {
    return isOpen(state) && !state.isImporting()
        ? Decision.accepted(new AccountReset(keyRecord, xzibit, nowMs))
        : Decision.refused(Refusal.NO_ACCOUNT);
  }

  public static Decision remove(MailboxState state, long nowMs) {
    if (state.isImporting()) {
      return Decision.accepted(new AccountRemoved(nowMs));
    }
    return switch (state.account().status()) {
      case ABSENT -> Decision.refused(Refusal.NO_ACCOUNT);
      case REMOVED -> Decision.accepted();
      default -> Decision.accepted(new AccountRemoved(nowMs));
    };
  }

  public static Decision replaceXzibit(MailboxState state, Bytes xzibit, long nowMs) {
    return ifActive(state, Decision.accepted(new XzibitReplaced(xzibit, nowMs)));
  }

  /** Lengthens the chain by a record that the caller found to follow the newest one. */
  public static Decision putRecord(MailboxState state, Bytes keyRecord, long nowMs) {
    if (state.account().records().contains(keyRecord)) {
      return ifActive(state, Decision.accepted());
    }
    if (state.account().records().size() >= Account.RECORDS_MAX) {
      return ifActive(state, Decision.refused(Refusal.FULL));
    }
    return ifActive(state, Decision.accepted(new RecordPut(keyRecord, nowMs)));
  }

  static Decision ifActive(MailboxState state, Decision then) {
    return switch (state.account().status()) {
      case ACTIVE -> then;
      case DISABLED -> Decision.refused(Refusal.DISABLED);
      default -> Decision.refused(Refusal.NO_ACCOUNT);
    };
  }

  private static boolean isOpen(MailboxState state) {
    AccountStatus status = state.account().status();
    return status == AccountStatus.ACTIVE
        || status == AccountStatus.DISABLED
        || state.isImporting();
  }

  /** From the clock, so that a database begun anew does not repeat the numbers of an older one. */
  private static long nextUidValidity(MailboxState state, long nowMs) {
    return Math.max(state.uidValidity() + 1, nowMs / 1000);
  }
}
