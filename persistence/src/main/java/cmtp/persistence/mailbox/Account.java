package cmtp.persistence.mailbox;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The account a mailbox belongs to.
 *
 * @param statusSinceMs when the status last changed, Unix milliseconds; 0 while absent
 * @param records the signed {@code key} records, newest first, at most {@value #RECORDS_MAX}; empty
 *     until the account is opened
 * @param xzibitOrEmpty the encrypted private key; empty until the account is opened
 * @param invitationOrEmpty the hash of the invitation's code; empty without an invitation
 * @param invitationExpiresMs Unix milliseconds; 0 without an invitation
 */
public record Account(
    AccountStatus status,
    long statusSinceMs,
    List<Bytes> records,
    Bytes xzibitOrEmpty,
    Bytes invitationOrEmpty,
    long invitationExpiresMs) {
  public static final int RECORDS_MAX = Limits.RECORD_CHAIN_MAX;
  public static final Account ABSENT =
      new Account(AccountStatus.ABSENT, 0, List.of(), Bytes.EMPTY, Bytes.EMPTY, 0);

  public Account {
    records = List.copyOf(records);
  }

  public boolean isActive() {
    return status == AccountStatus.ACTIVE;
  }

  /** The newest {@code key} record. */
  public Optional<Bytes> record() {
    return records.stream().findFirst();
  }

  public Optional<Bytes> xzibit() {
    return Optional.of(xzibitOrEmpty).filter(x -> !x.isEmpty());
  }

  /** Whether the code with this hash opens the account at {@code nowMs}. */
  public boolean isInvitation(Bytes codeHash, long nowMs) {
    return !invitationOrEmpty.isEmpty()
        && invitationOrEmpty.equals(codeHash)
        && nowMs < invitationExpiresMs;
  }

  Account invited(Bytes codeHash, long expiresMs, long atMs) {
    return new Account(AccountStatus.INVITED, atMs, List.of(), Bytes.EMPTY, codeHash, expiresMs);
  }

  Account opened(Bytes record, Bytes xzibit, long atMs) {
    return new Account(AccountStatus.ACTIVE, atMs, List.of(record), xzibit, Bytes.EMPTY, 0);
  }

  Account reset(Bytes record, Bytes xzibit) {
    return new Account(status, statusSinceMs, List.of(record), xzibit, Bytes.EMPTY, 0);
  }

  Account with(AccountStatus changed, long atMs) {
    return new Account(
        changed, atMs, records, xzibitOrEmpty, invitationOrEmpty, invitationExpiresMs);
  }

  Account removed(long atMs) {
    return ABSENT.with(AccountStatus.REMOVED, atMs);
  }

  Account withXzibit(Bytes xzibit) {
    return new Account(
        status, statusSinceMs, records, xzibit, invitationOrEmpty, invitationExpiresMs);
  }

  /** With a newer record; beyond {@value #RECORDS_MAX} the oldest is forgotten. */
  Account withRecord(Bytes record) {
    List<Bytes> chain = new ArrayList<>();
    chain.add(record);
    chain.addAll(records.subList(0, Math.min(records.size(), RECORDS_MAX - 1)));
    return new Account(
        status, statusSinceMs, chain, xzibitOrEmpty, invitationOrEmpty, invitationExpiresMs);
  }
}
