package cmtp.simulations.report;

import cmtp.simulations.machine.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reports to look at. */
final class Samples {
  static final Origin ORIGIN =
      new Origin(
          "cmtp sim run everything --seed 7",
          OptionalLong.of(7),
          Instant.parse("2026-01-02T03:04:05Z"),
          new Build("0.1.0", "0123456789012345678901234567890123456789", false),
          new Machine(2, "A processor", 7936, "Linux 6.1, Java 17"),
          Optional.of("0.10 0.20 0.30"),
          512);

  private Samples() {}

  static Report empty() {
    return Report.of("Nothing at all", ORIGIN, Duration.ofSeconds(1));
  }

  static Line wave(String name, int points, double height) {
    List<Point> all = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      all.add(new Point(i * 1000.0, height * (1.1 + Math.sin(i / 30.0))));
    }
    return new Line(name, all);
  }

  /** With every kind of part in it. */
  static Report full() {
    Line one = wave("p50", 600, 20);
    Line other = wave("p99", 600, 900);
    return empty()
        .found(Finding.passed("Nothing was lost: 1,000 of 1,000 arrived."))
        .found(Finding.noted("The machine was busy."))
        .figure("messages", "1,000")
        .fact("scenario", "everything")
        .section(
            Section.of(
                "Delivery",
                "How long mail takes.",
                LineChart.overTime(
                        "Delay", Axis.logarithmic("delay", Unit.TIME), List.of(one, other))
                    .with(
                        List.of(
                            new Mark("crash", "crash of node 1", 60_000, 120_000),
                            Mark.at("power cut", "power cut of node 2", 300_000))),
                LineChart.overTime("Queues", Axis.of("messages", Unit.COUNT), List.of(one, other))
                    .as(LineChart.Form.STACKED),
                new BarChart(
                    "Attempts",
                    "",
                    Unit.COUNT,
                    List.of(new BarChart.Bar("once", 900), new BarChart.Bar("twice", 100))),
                new Table(
                    "Domains",
                    List.of("domain", "delivered"),
                    List.of(List.of("a.example", "1,000"))),
                new Story("What happened", List.of("0 s: it began", "1 s: it ended"))))
        .replay("cmtp sim run everything --seed 7", "It has the same trace.")
        .result(Map.of("delivered", 1000));
  }
}
