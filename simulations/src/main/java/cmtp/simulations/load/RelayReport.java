package cmtp.simulations.load;

import cmtp.simulations.load.plan.MessageSize;
import cmtp.simulations.load.result.LoadReport;
import cmtp.simulations.load.target.Interval;
import cmtp.simulations.load.target.NodeUnderLoad;
import cmtp.simulations.report.Finding;
import cmtp.simulations.report.Report;
import cmtp.simulations.report.Section;
import cmtp.simulations.report.Story;
import cmtp.simulations.report.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a relay run has shown.
 *
 * @param submitted how submitting to the first node went
 * @param receiver the second node
 * @param arrived how many messages the second node's mailboxes have more than before
 * @param sending the first node, from the first message's submission to the last one's arrival
 * @param receiving the second node, in the same time
 */
record RelayReport(
    LoadReport submitted,
    NodeUnderLoad receiver,
    long arrived,
    Interval sending,
    Interval receiving) {

  /** All that were accepted have arrived, and each once. */
  boolean isFlawless() {
    return submitted.totals().failures() == 0
        && arrived == submitted.totals().accepted()
        && arrived > 0;
  }

  double arrivedPerSecond() {
    return sending.seconds() > 0 ? arrived / sending.seconds() : 0;
  }

  private OptionalDouble perMessage(OptionalLong millis) {
    return millis.isPresent() && arrived > 0
        ? OptionalDouble.of((double) millis.getAsLong() / arrived)
        : OptionalDouble.empty();
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("arrived", arrived);
    json.put("accepted", submitted.totals().accepted());
    json.put("seconds", rounded(sending.seconds()));
    json.put("arrivedPerSecond", rounded(arrivedPerSecond()));
    json.put("acceptedPerSecond", rounded(submitted.acceptedPerSecond()));
    json.put("sender", nodeJson(sending.serverMillis()));
    json.put("receiver", nodeJson(receiving.serverMillis()));
    json.put("generator", nodeJson(sending.generatorMillis()));
    json.put("failures", submitted.totals().failures());
    json.put("reasons", submitted.totals().reasons());
    json.put("messageBytes", Math.round(submitted.plan().traffic().messageBytes()));
    json.put("connections", submitted.plan().wire().connections());
    json.put("mailboxes", submitted.plan().traffic().mailboxes());
    json.put("from", submitted.target().first().toJson());
    json.put("to", receiver.toJson());
    json.put("machine", submitted.machine().toJson());
    return json;
  }

  private Map<String, Object> nodeJson(OptionalLong cpuMillis) {
    Map<String, Object> json = new LinkedHashMap<>();
    perMessage(cpuMillis).ifPresent(each -> json.put("cpuMillisPerMessage", rounded(each)));
    return json;
  }

  Outcome outcome() {
    return new Outcome(isFlawless(), lines(), toJson(), this::fill);
  }

  private Report fill(Report page) {
    long accepted = submitted.totals().accepted();
    return page.found(
            Finding.of(
                isFlawless(),
                text("All %,d accepted messages have arrived.", arrived),
                text(
                    "%,d of %,d accepted messages have arrived; %,d failed.",
                    arrived, accepted, submitted.totals().failures())))
        .figure("end to end", Unit.PER_SECOND.words(arrivedPerSecond()))
        .figure("submitted", Unit.PER_SECOND.words(submitted.acceptedPerSecond()))
        .figure("sender's CPU, each", cpu(sending.serverMillis()))
        .figure("receiver's CPU, each", cpu(receiving.serverMillis()))
        .section(Section.of("All of it", "", new Story("In words", lines())))
        .result(toJson());
  }

  /** The same for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "%s messages from %s to %s, %d mailboxes, %d submitting connections",
            submitted.plan().traffic().sizes().text(MessageSize::text),
            submitted.target().first().domain(),
            receiver.domain(),
            submitted.plan().traffic().mailboxes(),
            submitted.plan().wire().connections()));
    lines.add(
        text(
            "end to end  %,.1f/s  (%,d arrived in %.1f s)",
            arrivedPerSecond(), arrived, sending.seconds()));
    lines.add(text("submitted   %,.1f/s", submitted.acceptedPerSecond()));
    lines.add("sender      " + cpu(sending.serverMillis()));
    lines.add("receiver    " + cpu(receiving.serverMillis()));
    lines.add("generator   " + cpu(sending.generatorMillis()));
    long missing = submitted.totals().accepted() - arrived;
    lines.add(
        text(
            "total       %,d accepted, %,d failed, %,d missing",
            submitted.totals().accepted(), submitted.totals().failures(), missing));
    submitted
        .totals()
        .reasons()
        .forEach((reason, count) -> lines.add(text("  %,8d x %s", count, reason)));
    lines.add("machine     " + submitted.machine());
    return lines;
  }

  private String cpu(OptionalLong millis) {
    OptionalDouble each = perMessage(millis);
    return each.isPresent() ? text("%.3f ms CPU a message", each.getAsDouble()) : "CPU unknown";
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
