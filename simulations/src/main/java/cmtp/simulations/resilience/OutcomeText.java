package cmtp.simulations.resilience;

import cmtp.simulations.machine.Machine;
import cmtp.simulations.machine.ProcFiles;
import cmtp.simulations.resilience.ledger.Account;
import cmtp.simulations.resilience.ledger.Recovery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is told of a run: to people, and as JSON. */
final class OutcomeText {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int BAD_CUTS_SHOWN = 10;
  private static final int FATES_SHOWN = 20;

  private OutcomeText() {}

  static Map<String, Object> json(Outcome outcome) {
    RunPlan plan = outcome.plan();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("flawless", outcome.isFlawless());
    json.put("topology", plan.shape().word());
    json.put("faults", plan.faultWords());
    json.put("count", plan.count());
    json.put("seed", plan.seed());
    json.put("account", outcome.account().toJson());
    json.put("sentAgain", outcome.sentAgain());
    json.put("problems", outcome.problems());
    json.put("fates", outcome.fates());
    json.put("seconds", outcome.took().toMillis() / 1000.0);
    json.put("recoverySeconds", spread(outcome.recoveries(), Recovery::recoveryNanos));
    json.put("wholeSeconds", spread(outcome.recoveries(), Recovery::wholeNanos));
    json.put("silentSeconds", spread(outcome.recoveries(), Recovery::silentNanos));
    json.put(
        "recoveries",
        outcome.recoveries().stream().map(one -> one.toJson(outcome.beganNanos())).toList());
    if (!outcome.cuts().isEmpty()) {
      json.put("cuts", outcome.cuts().stream().map(CutOutcome::toJson).toList());
    }
    json.put("machine", Machine.here(ProcFiles.system()).toJson());
    json.put("replay", plan.again());
    return json;
  }

  private static Map<String, Object> spread(
      List<Recovery> all, Function<Recovery, OptionalLong> time) {
    List<Double> sorted = sorted(all, time);
    Map<String, Object> json = new LinkedHashMap<>();
    if (!sorted.isEmpty()) {
      json.put("median", rounded(sorted.get(sorted.size() / 2)));
      json.put("max", rounded(sorted.get(sorted.size() - 1)));
    }
    return json;
  }

  private static List<Double> sorted(List<Recovery> all, Function<Recovery, OptionalLong> time) {
    return all.stream()
        .map(time)
        .filter(OptionalLong::isPresent)
        .map(nanos -> nanos.getAsLong() / NANOS_PER_SECOND)
        .sorted()
        .toList();
  }

  private static String words(Map<String, Object> spread) {
    return spread.isEmpty()
        ? "-"
        : "median " + spread.get("median") + " s, at most " + spread.get("max") + " s";
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }

  /** The verdict comes first. */
  static List<String> lines(Outcome outcome) {
    RunPlan plan = outcome.plan();
    Account account = outcome.account();
    List<String> lines = new ArrayList<>();
    lines.add(
        (outcome.isFlawless() ? "nothing lost, nothing doubled: " : "NOT AS IT MUST BE: ")
            + account);
    lines.add(
        "faults      %d x %s on %s, seed %d, in %.0f s"
            .formatted(
                plan.count(),
                plan.faultWords(),
                plan.shape().words(),
                plan.seed(),
                outcome.took().toMillis() / 1000.0));
    lines.add(
        "besides     %d put off, %d sent again, %d refused for good, without answer %d there, %d not"
            .formatted(
                account.refusals(),
                outcome.sentAgain(),
                account.refusedForGood(),
                account.unansweredThere(),
                account.unansweredAbsent()));
    lines.add(
        "recovery    mail is taken again: "
            + words(spread(outcome.recoveries(), Recovery::recoveryNanos))
            + "; all is as before: "
            + words(spread(outcome.recoveries(), Recovery::wholeNanos)));
    if (!outcome.cuts().isEmpty()) {
      long good = outcome.cuts().stream().filter(CutOutcome::isFlawless).count();
      lines.add("power cuts  " + good + " of " + outcome.cuts().size() + " without any loss");
      lines.add(
          "at risk     %d writes that were not synced; cut behind writes to %s"
              .formatted(
                  outcome.cuts().stream().mapToLong(CutOutcome::unsynced).sum(),
                  outcome.cuts().stream()
                      .collect(
                          Collectors.groupingBy(
                              CutOutcome::changedLast, TreeMap::new, Collectors.counting()))));
      outcome.cuts().stream()
          .filter(cut -> !cut.isFlawless())
          .limit(BAD_CUTS_SHOWN)
          .forEach(cut -> lines.add("  " + cut));
    }
    outcome.problems().forEach(problem -> lines.add("problem     " + problem));
    outcome.fates().stream().limit(FATES_SHOWN).forEach(fate -> lines.add("  " + fate));
    lines.add("machine     " + Machine.here(ProcFiles.system()));
    lines.add("again       " + plan.again());
    return lines;
  }
}
