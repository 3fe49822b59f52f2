package cmtp.simulations.resilience;

import cmtp.simulations.resilience.ledger.Account;
import cmtp.simulations.resilience.ledger.Course;
import cmtp.simulations.resilience.ledger.Recovery;
import java.time.Duration;
import java.util.List;

/**
 * What a run has shown.
 *
 * @param account at the end
 * @param course of the load
 * @param recoveries from each fault
 * @param cuts each power cut, if there were any
 * @param fates of messages that are not as they must be
 * @param problems whatever else is wrong, for people
 * @param beganNanos when the load began
 * @param sentAgain how often a message was sent once more because no answer had come
 */
record Outcome(
    RunPlan plan,
    Account account,
    Course course,
    List<Recovery> recoveries,
    List<CutOutcome> cuts,
    List<String> fates,
    List<String> problems,
    long beganNanos,
    Duration took,
    long sentAgain) {
  Outcome {
    recoveries = List.copyOf(recoveries);
    cuts = List.copyOf(cuts);
    fates = List.copyOf(fates);
    problems = List.copyOf(problems);
  }

  boolean isFlawless() {
    return account.isFlawless()
        && problems.isEmpty()
        && cuts.stream().allMatch(CutOutcome::isFlawless);
  }
}
