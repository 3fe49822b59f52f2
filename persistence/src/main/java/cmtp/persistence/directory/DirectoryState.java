package cmtp.persistence.directory;

import cmtp.persistence.directory.DirectoryEvent.AccountListed;
import cmtp.persistence.directory.DirectoryEvent.AccountUnlisted;
import cmtp.persistence.directory.DirectoryEvent.ServerRecordPut;
import cmtp.persistence.directory.DirectoryEvent.ServerRecordsBegun;
import cmtp.persistence.tree.Tree;
import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.address.AccountName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The accounts and the server keys of one domain; immutable, {@link #apply} costs O(log n).
 *
 * @param accounts at most {@value #ACCOUNTS_MAX}, by name
 * @param records the signed {@code srv} records, newest first, at most {@value #RECORDS_MAX}
 */
public record DirectoryState(Tree<String, Listed> accounts, List<Bytes> records) {
  public static final int ACCOUNTS_MAX = 100_000;
  public static final int RECORDS_MAX = Limits.RECORD_CHAIN_MAX;
  public static final DirectoryState EMPTY = new DirectoryState(Tree.empty(), List.of());

  /** An account's name and since when it is listed, Unix milliseconds. */
  public record Listed(AccountName name, long sinceMs) {}

  public DirectoryState {
    records = List.copyOf(records);
  }

  /** Never throws. */
  public DirectoryState apply(DirectoryEvent event) {
    if (event instanceof AccountListed e) {
      return new DirectoryState(
          accounts.put(e.name().value(), new Listed(e.name(), e.atMs())), records);
    }
    if (event instanceof AccountUnlisted e) {
      return new DirectoryState(accounts.remove(e.name().value()), records);
    }
    if (event instanceof ServerRecordPut e) {
      return new DirectoryState(accounts, withRecord(e.serverRecord()));
    }
    if (event instanceof ServerRecordsBegun e) {
      return new DirectoryState(accounts, List.of(e.serverRecord()));
    }
    throw new IllegalStateException("no rule for " + event.getClass());
  }

  private List<Bytes> withRecord(Bytes newest) {
    List<Bytes> chain = new ArrayList<>();
    chain.add(newest);
    chain.addAll(records.subList(0, Math.min(records.size(), RECORDS_MAX - 1)));
    return chain;
  }

  public boolean lists(AccountName name) {
    return accounts.contains(name.value());
  }

  /** Whether no further account may be listed. */
  public boolean isFull() {
    return accounts.size() >= ACCOUNTS_MAX;
  }

  /** All accounts by name. */
  public List<Listed> listed() {
    List<Listed> all = new ArrayList<>(accounts.size());
    accounts.values().forEach(all::add);
    return all;
  }

  /** The accounts behind this name, or all, by name. */
  public Iterable<Listed> listedAfter(Optional<AccountName> name) {
    return name.map(after -> accounts.valuesAfter(after.value())).orElse(accounts.values());
  }

  /** The newest {@code srv} record. */
  public Optional<Bytes> record() {
    return records.stream().findFirst();
  }

  /** Sizes only. */
  @Override
  public String toString() {
    return "DirectoryState(" + accounts.size() + " accounts, " + records.size() + " records)";
  }
}
