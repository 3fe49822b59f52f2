package cmtp.simulations.load.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.address.DomainName;
import cmtp.simulations.load.plan.Operation;
import cmtp.simulations.load.plan.Pace;
import cmtp.simulations.load.plan.Plans;
import cmtp.simulations.load.target.Interval;
import cmtp.simulations.load.target.Mailboxes;
import cmtp.simulations.load.target.NodeUnderLoad;
import cmtp.simulations.load.target.Target;
import cmtp.simulations.machine.Machine;
import cmtp.simulations.machine.ProcessUsage;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LoadReportTest {
  private static final OptionalLong UNKNOWN = OptionalLong.empty();

  @Test
  void dividesWhatWasUsedByWhatWasAnsweredInTheMeasuredPart() {
    LoadReport report = report(totals(1001, 0), counts(1000, 0), OptionalLong.of(250));
    assertEquals(500, report.acceptedPerSecond());
    Map<String, Object> json = report.toJson(1001);
    assertEquals(1000L, json.get("accepted"));
    assertEquals(0.512, json.get("megabytesPerSecond"));
    assertEquals(0.25, of(json, "server").get("cpuMillisPerMessage"));
    assertEquals(0.125, of(json, "database").get("cpuMillisPerMessage"));
    assertEquals(0.08, of(json, "generator").get("shareOfServer"));
    assertEquals(345L, of(json, "server").get("residentPeakMiB"));
    assertEquals(4.0, (double) of(json, "latencyMillis").get("p99"), 0.01);
    assertTrue(report.lines(1001).get(1).contains("500.0/s  0.5 MB/s"), report.lines(0).get(1));
    assertTrue(report.isFlawless(1001));
  }

  @Test
  void isFlawedByARefusalOrAMissingMessageOrOneThatWasNotSentOrNothingAtAll() {
    assertTrue(report(totals(1, 0), counts(1, 0), UNKNOWN).isFlawless(1));
    assertFalse(report(totals(0, 0), counts(0, 0), UNKNOWN).isFlawless(0));
    assertFalse(report(totals(1, 0), counts(1, 0), UNKNOWN).isFlawless(0));
    assertFalse(report(totals(1, 0), counts(1, 2), UNKNOWN).isFlawless(1));
    LoadReport refused = report(totals(1, 1), counts(1, 0), UNKNOWN);
    assertFalse(refused.isFlawless(1));
    assertTrue(refused.lines(1).stream().anyMatch(l -> l.contains("1 x FAILURE")));
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    LoadReport report = report(totals(1, 0), counts(1, 0), UNKNOWN);
    assertFalse(of(report.toJson(1), "server").containsKey("cpuMillisPerMessage"));
    assertTrue(report.lines(1).get(3).contains("CPU unknown"), report.lines(1).toString());
  }

  @Test
  void doubtsItselfWhenTheGeneratorWasLate() {
    assertTrue(report(totals(1, 0), counts(1, 0), UNKNOWN).doubt().isEmpty());
    late.recordValue(15_000);
    LoadReport report = report(totals(1, 0), counts(1, 0), UNKNOWN);
    assertTrue(report.doubt().orElseThrow().contains("15.0 ms"), report.doubt().toString());
    assertTrue(report.lines(1).stream().anyMatch(line -> line.startsWith("doubtful")));
  }

  private final Histogram late = Latency.histogram();

  private static Map<?, ?> of(Map<String, Object> json, String name) {
    return (Map<?, ?>) json.get(name);
  }

  private static Totals totals(long accepted, long refused) {
    return new Totals(
        accepted + refused,
        Map.of(Operation.MAIL, accepted),
        refused,
        0,
        0,
        refused > 0 ? Map.of("FAILURE", refused) : Map.of());
  }

  private static Measured.Counts counts(long accepted, long unsent) {
    return new Measured.Counts(Map.of(Operation.MAIL, accepted), 0, 0, unsent, 0, accepted * 1024);
  }

  private LoadReport report(Totals totals, Measured.Counts counts, OptionalLong serverMillis) {
    Histogram latency = Latency.histogram();
    latency.recordValueWithCount(4000, Math.max(1, counts.answeredAll()));
    return new LoadReport(
        Plans.counted(1, 1, 1),
        new Target(
            List.of(
                new NodeUnderLoad(
                    "1",
                    new DomainName("example.org"),
                    Mailboxes.key(1).publicKey(),
                    new InetSocketAddress("127.0.0.1", 1),
                    1,
                    "/data")),
            OptionalLong.of(2)),
        new Machine(2, "chip", 1, "software"),
        totals,
        new Measured(
            Pace.Closed.INSTANCE,
            Map.of(Operation.MAIL, latency),
            late,
            Latency.histogram(),
            List.of(),
            counts,
            new Interval(
                2,
                serverMillis,
                OptionalLong.of(125),
                OptionalLong.of(20),
                OptionalLong.of(0),
                Optional.of(new ProcessUsage(0, 123 * 1024, 345 * 1024)))));
  }
}
