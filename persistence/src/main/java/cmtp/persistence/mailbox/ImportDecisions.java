package cmtp.persistence.mailbox;

import cmtp.persistence.mailbox.MailboxEvent.AccountImported;
import cmtp.persistence.mailbox.MailboxEvent.AccountRemoved;
import cmtp.persistence.mailbox.MailboxEvent.BoxImported;
import cmtp.persistence.mailbox.MailboxEvent.DeparturesImported;
import java.util.List;

/**
 * How a mailbox comes from another node: in parts, into an account that there is not, and that
 * stays so until all of them have come. What an import that was given up has left goes with the
 * beginning of the next, or with the account's removal.
 */
public final class ImportDecisions {
  private ImportDecisions() {}

  public static Decision begin(MailboxState state, long nowMs) {
    return switch (state.account().status()) {
      case ACTIVE, DISABLED, INVITED -> Decision.refused(Refusal.ALREADY_OPEN);
      default ->
          state.isImporting() ? Decision.accepted(new AccountRemoved(nowMs)) : Decision.accepted();
    };
  }

  public static Decision box(MailboxState state, BoxSnapshot part, long nowMs) {
    boolean full =
        state.entryCount() + part.entries().size() > MailboxState.ENTRIES_MAX
            || state.boxes().size() >= MailboxState.BOXES_MAX && state.box(part.name()).isEmpty();
    return full ? Decision.refused(Refusal.FULL) : unlessOpen(state, new BoxImported(part, nowMs));
  }

  public static Decision departures(MailboxState state, List<Departure> departures, long nowMs) {
    return unlessOpen(state, new DeparturesImported(departures, nowMs));
  }

  public static Decision finish(
      MailboxState state, Account account, long modseq, long uidValidity, long nowMs) {
    return unlessOpen(state, new AccountImported(account, modseq, uidValidity, nowMs));
  }

  private static Decision unlessOpen(MailboxState state, MailboxEvent event) {
    return switch (state.account().status()) {
      case ACTIVE, DISABLED, INVITED -> Decision.refused(Refusal.ALREADY_OPEN);
      default -> Decision.accepted(event);
    };
  }
}
