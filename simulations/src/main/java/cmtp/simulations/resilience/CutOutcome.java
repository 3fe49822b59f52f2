package cmtp.simulations.resilience;

import cmtp.simulations.resilience.disk.CutStyle;
import cmtp.simulations.resilience.ledger.Account;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One power cut, and what was there afterwards.
 *
 * @param record before which thing that the node did to its disk
 * @param records of how many
 * @param syncs how many syncs had returned by then
 * @param unsynced writes that were at risk
 * @param changedLast the file that was written last before
 * @param startMillis until the node served again
 * @param account empty if it did not
 * @param fates of messages that are not as they must be
 * @param problem why it did not
 */
record CutOutcome(
    int number,
    CutStyle style,
    int record,
    int records,
    long syncs,
    long unsynced,
    String changedLast,
    long startMillis,
    Optional<Account> account,
    List<String> fates,
    Optional<String> problem) {
  CutOutcome {
    fates = List.copyOf(fates);
  }

  boolean isFlawless() {
    return problem.isEmpty() && account.isPresent() && account.get().isFlawless();
  }

  String word() {
    return style.name().toLowerCase(Locale.ROOT);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", number);
    json.put("style", word());
    json.put("record", record);
    json.put("records", records);
    json.put("syncs", syncs);
    json.put("unsyncedWrites", unsynced);
    json.put("changedLast", changedLast);
    json.put("startMillis", startMillis);
    account.ifPresent(found -> json.put("account", found.toJson()));
    problem.ifPresent(text -> json.put("problem", text));
    return json;
  }

  @Override
  public String toString() {
    return "power cut "
        + number
        + " ("
        + word()
        + ", before record "
        + record
        + " of "
        + records
        + "): "
        + problem.orElseGet(() -> account.map(Account::toString).orElse(""));
  }
}
