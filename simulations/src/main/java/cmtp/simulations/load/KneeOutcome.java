package cmtp.simulations.load;

import cmtp.simulations.load.plan.KneeSearch;
import cmtp.simulations.load.plan.LoadPlan;
import cmtp.simulations.load.result.KneeReport;
import cmtp.simulations.load.result.Totals;
import cmtp.simulations.load.target.Target;
import cmtp.simulations.machine.Machine;
import java.util.Map;

/**
 * How a search ended.
 *
 * @param stopped whether too much failed to go on
 */
record KneeOutcome(KneeSearch.Aim aim, KneeSearch search, boolean stopped, Totals totals) {

  Outcome outcome(LoadPlan plan, Target target, Machine machine) {
    KneeReport report =
        new KneeReport(plan, target, machine, aim, search.steps(), search.knee(), totals);
    boolean found = !stopped && search.knee().below().isPresent();
    return new Outcome(found, report.lines(), report.toJson(), Map.of());
  }
}
