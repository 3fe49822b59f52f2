package cmtp.simulations.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.address.DomainName;
import cmtp.simulations.machine.Machine;
import cmtp.simulations.machine.ProcessUsage;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadReportTest {
  private final Tally tally = new Tally();

  @Test
  void dividesWhatWasUsedByWhatWasAcceptedInTheMeasuredPart() {
    tally.accepted(1, false);
    for (int i = 0; i < 1000; i++) {
      tally.accepted(TimeUnit.MILLISECONDS.toNanos(4), true);
    }
    LoadReport report = report(OptionalLong.of(250));
    assertEquals(500, report.acceptedPerSecond());
    assertEquals(0.512, report.megabytesPerSecond());
    Map<String, Object> json = report.toJson(1001);
    assertEquals(1000L, json.get("accepted"));
    assertEquals(0.25, ((Map<?, ?>) json.get("server")).get("cpuMillisPerMessage"));
    assertEquals(0.125, ((Map<?, ?>) json.get("database")).get("cpuMillisPerMessage"));
    assertEquals(345L, ((Map<?, ?>) json.get("server")).get("residentPeakMiB"));
    assertEquals(4.0, (double) ((Map<?, ?>) json.get("latencyMillis")).get("p99"), 0.01);
    assertTrue(report.lines(1001).get(1).contains("500.0/s  0.5 MB/s"), report.lines(0).get(1));
    assertTrue(report.isFlawless(1001));
  }

  @Test
  void isFlawedByARefusalOrAMissingMessageOrNothingAtAll() {
    assertFalse(report(OptionalLong.empty()).isFlawless(0));
    tally.accepted(1, true);
    assertTrue(report(OptionalLong.empty()).isFlawless(1));
    assertFalse(report(OptionalLong.empty()).isFlawless(0));
    assertEquals(1, report(OptionalLong.empty()).missing(0));
    tally.refused("FAILURE");
    assertFalse(report(OptionalLong.empty()).isFlawless(1));
    assertTrue(
        report(OptionalLong.empty()).lines(1).stream().anyMatch(l -> l.contains("1 x FAILURE")));
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    tally.accepted(1, true);
    LoadReport report = report(OptionalLong.empty());
    assertFalse(((Map<?, ?>) report.toJson(1).get("server")).containsKey("cpuMillisPerMessage"));
    assertTrue(report.lines(1).get(3).contains("CPU unknown"));
  }

  private LoadReport report(OptionalLong serverMillis) {
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
        1001,
        tally,
        new Interval(
            2,
            serverMillis,
            OptionalLong.of(125),
            OptionalLong.of(20),
            OptionalLong.of(0),
            Optional.of(new ProcessUsage(0, 123 * 1024, 345 * 1024))));
  }
}
