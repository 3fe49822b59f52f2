package cmtp.simulations.report;

import cmtp.simulations.machine.Machine;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was run, where and when, in words. */
final class RunFacts {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private RunFacts() {}

  static List<Fact> of(Report report) {
    Origin origin = report.origin();
    Machine machine = origin.machine();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("command", origin.command()));
    origin.seed().ifPresent(seed -> facts.add(new Fact("seed", Long.toString(seed))));
    facts.add(new Fact("commit", origin.build().commitWords()));
    facts.add(new Fact("version", origin.build().version()));
    facts.addAll(report.facts());
    facts.add(new Fact("began", TIME.format(origin.began())));
    facts.add(new Fact("took", Unit.TIME.words(report.took().toMillis())));
    facts.add(new Fact("processors", machine.processors() + " x " + machine.processorName()));
    facts.add(
        new Fact(
            "memory",
            Unit.number(machine.memoryMiB())
                + " MiB, of which Java may use "
                + Unit.number(origin.heapMaxMiB())
                + " MiB"));
    facts.add(new Fact("software", machine.software()));
    origin
        .load()
        .ifPresent(load -> facts.add(new Fact("load before", load + " (1, 5, 15 minutes)")));
    return facts;
  }
}
