package cmtp.simulations.load.result;

import cmtp.simulations.load.plan.LoadPlan;
import cmtp.simulations.load.plan.MessageSize;
import cmtp.simulations.load.plan.Operation;
import cmtp.simulations.load.plan.Pace;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A plan in words: two runs with the same words can be compared. */
public final class PlanText {
  private PlanText() {}

  public static Map<String, Object> json(LoadPlan plan) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mix", plan.traffic().mix().text(Operation::text));
    json.put("sizes", plan.traffic().sizes().text(PlanText::size));
    json.put("mailboxes", plan.traffic().mailboxes());
    json.put("watchers", plan.traffic().watchers());
    json.put("listRows", plan.traffic().listRows());
    json.put("connections", plan.wire().connections());
    json.put("pipeline", plan.wire().pipeline());
    json.put("threads", plan.wire().threads());
    json.put("language", plan.wire().language().text());
    json.put("sourceAddresses", plan.wire().sources().size());
    if (plan.pace() instanceof Pace.Open open) {
      json.put("ratePerSecond", open.rate());
      json.put("fromRatePerSecond", open.fromRate());
      json.put("spacing", open.spacing().name().toLowerCase(Locale.ROOT));
      json.put("backlogMax", open.backlogMax());
    }
    json.put("warmUpSeconds", plan.extent().warmUp().toSeconds());
    if (plan.extent().count().isPresent()) {
      json.put("count", plan.extent().count().getAsLong());
    } else {
      json.put("measuredSeconds", plan.extent().length().toSeconds());
    }
    json.put("verifyEvery", plan.checks().verifyEvery());
    return json;
  }

  static String line(LoadPlan plan) {
    boolean mail = plan.traffic().mix().all().size() == 1 && plan.traffic().has(Operation.MAIL);
    String what =
        mail
            ? plan.traffic().sizes().text(PlanText::size) + " messages"
            : plan.traffic().mix().text(Operation::text)
                + ", sizes "
                + plan.traffic().sizes().text(PlanText::size);
    return Words.text(
        "%s (%s), %d mailboxes, %d connections, %d in flight on each, %s",
        what,
        plan.wire().language().text(),
        plan.traffic().mailboxes(),
        plan.wire().connections(),
        plan.wire().pipeline(),
        pace(plan.pace()));
  }

  private static String pace(Pace pace) {
    if (!(pace instanceof Pace.Open open)) {
      return "closed loop";
    }
    String spacing = open.spacing().name().toLowerCase(Locale.ROOT);
    return open.isRamp()
        ? Words.text("open loop, %,.1f/s to %,.1f/s, %s", open.fromRate(), open.rate(), spacing)
        : Words.text("open loop, %,.1f/s, %s", open.rate(), spacing);
  }

  private static String size(int bytes) {
    return MessageSize.text(bytes);
  }
}
