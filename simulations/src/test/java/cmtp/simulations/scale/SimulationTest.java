package cmtp.simulations.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import com.typesafe.config.ConfigFactory;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
  private static final Map<String, String> SMALL =
      Map.of(
          "domains", "2000",
          "nodes", "2",
          "duration", "2 days",
          "messages-per-day", "20000",
          "resubmitted", "0.05");

  private static Map<String, String> small() {
    return new HashMap<>(SMALL);
  }

  private static Simulation ran(Scenario scenario) {
    Simulation simulation = Simulation.of(scenario);
    simulation.run(ms -> {});
    return simulation;
  }

  private static Simulation ran(String text) {
    return ran(ScenarioReader.read("test", ConfigFactory.parseString(text), small()));
  }

  private static Simulation ran(String text, Map<String, String> set) {
    Map<String, String> all = small();
    all.putAll(set);
    return ran(ScenarioReader.read("test", ConfigFactory.parseString(text), all));
  }

  private static Tally tally(Simulation simulation, String kind) {
    return simulation.world().tallies.stream()
        .filter(tally -> tally.kind.equals(kind))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"steady", "provider-outage", "dead-domains", "dns-outage", "greylisting"})
  void theSameSeedIsTheSameRunAndAnotherOneIsNot(String name) {
    Map<String, String> few = small();
    few.put("messages-per-day", "6000");
    Scenario scenario = Scenarios.find(name, Path.of("."), few);
    Simulation one = ran(scenario);
    Simulation again = ran(scenario);
    assertEquals(one.hash(), again.hash());
    assertEquals(one.recorder().samples(), again.recorder().samples());
    few.put("seed", "2");
    assertNotEquals(one.hash(), ran(Scenarios.find(name, Path.of("."), few)).hash());
  }

  @Test
  void whatWasAcceptedIsDeliveredFailedOrWaitingAtEverySample() {
    Simulation simulation = ran(Scenarios.find("steady", Path.of("."), small()));
    long inside = 0;
    for (Sample sample : simulation.recorder().samples()) {
      inside += sample.accepted() - sample.delivered() - sample.failed();
      assertEquals(sample.waiting(), inside);
    }
    Tally all = Tally.sum(simulation.world().tallies);
    assertEquals(96, simulation.recorder().samples().size());
    assertEquals(40_000, all.accepted, 1000);
    assertTrue(all.delivered > 35_000 && all.failed() > 0 && all.waiting > 0);
    assertEquals(all.failed(), all.bounces);
  }

  @Test
  void neverOpensMoreConnectionsOrDialsFasterThanItMay() {
    List<Integer> dials = new ArrayList<>();
    Scenario scenario =
        ScenarioReader.read(
            "test",
            ConfigFactory.parseString(
                """
                nodes = 1, cmtp.delivery { connections = 12, dials-per-second = 3 }
                kinds = [{ name = well, share = 0.9 }, { name = dead, share = 0.1, up = 0, down = 1h }]
                """),
            Map.of("domains", "2000", "duration", "1 day", "messages-per-day", "200000"));
    SplittableRandom arrivals = new SplittableRandom(1);
    Simulation simulation =
        new Simulation(
            scenario,
            new Submissions.ByChance(scenario.traffic(), scenario.domains(), arrivals),
            () -> 0.5,
            new Trail() {
              @Override
              public void dialled(int domain, int nowMs) {
                dials.add(nowMs);
              }
            });
    simulation.run(ms -> {});
    SendingNode node = simulation.world().nodes.get(0);
    assertEquals(12, node.heldMax(), "the bound is reached, and holds");
    assertTrue(simulation.recorder().samples().stream().allMatch(one -> one.connections() <= 12));
    assertTrue(simulation.recorder().samples().stream().anyMatch(one -> one.turnsWaiting() > 10));
    for (int i = 6; i < dials.size(); i++) {
      int ms = dials.get(i) - dials.get(i - 6);
      assertTrue(ms >= 999, "seven dials in " + ms + " ms: three a second, and a burst of three");
    }
  }

  @Test
  void mailForADeadDomainFailsAfterFiveDaysAndItsOriginatorsHearOfTheDelayBefore() {
    Simulation simulation =
        ran(
            "kinds = [{ name = dead, share = 1, up = 0, down = 1 hour }]",
            Map.of("duration", "8 days", "messages-per-day", "300", "domains", "50"));
    Tally dead = tally(simulation, "dead");
    assertEquals(0, dead.delivered);
    assertEquals(900, dead.expired, 100);
    assertEquals(dead.expired, dead.bounces);
    assertTrue(dead.notices >= dead.expired && dead.notices <= dead.accepted);
    assertTrue(dead.attempts.getMaxValue() <= 130, "attempts of the oldest of a queue");
    int oldestMs = simulation.recorder().samples().get(383).oldestMs();
    assertTrue(oldestMs <= 5 * 86_400_000, "none waits for longer: " + oldestMs);
  }

  @Test
  void theMailOfAProviderThatComesBackIsDeliveredWithinTheLongestWait() {
    Simulation simulation =
        ran(
            """
            kinds = [
              { name = big, from-rank = 1, to-rank = 1, outages = [{ from = 6h, to = 24h }] }
              { name = well, share = 1 }
            ]
            """);
    List<Sample> samples = simulation.recorder().samples();
    assertTrue(samples.get(47).kinds().get(0).waiting() > 1000, "at 24 h");
    assertTrue(samples.get(50).kinds().get(0).waiting() < 20, "at 25:30, 4800 s later at most");
    assertEquals(0, tally(simulation, "big").failed());
    assertTrue(tally(simulation, "well").delayMs.getValueAtPercentile(99) < 5000);
  }

  @Test
  void whileNoLookUpIsAnsweredOnlyRememberedDomainsGetMail() {
    Simulation simulation =
        ran(
            "dns { ttl = 10 minutes, outages = [{ from = 10h, to = 12h }] }\n"
                + "kinds = [{ name = well, share = 1 }]");
    List<Sample> samples = simulation.recorder().samples();
    assertEquals(0, samples.get(18).dialsFailed());
    assertTrue(samples.get(22).dialsFailed() > 0);
    assertEquals(0, samples.get(22).delivered());
    assertTrue(samples.get(23).waiting() > 1000);
    assertTrue(samples.get(30).waiting() < 20);
  }

  @Test
  void mailForADomainThatDoesNotExistFailsWithTheNextDial() {
    Simulation simulation = ran("kinds = [{ name = mistyped, share = 1, dns = no-domain }]");
    Tally mistyped = tally(simulation, "mistyped");
    assertEquals(mistyped.accepted, mistyped.hopeless + mistyped.waiting);
    assertTrue(mistyped.dials - mistyped.dialsFailed <= 2, "all have failed but the last");
    int oldestMs = simulation.recorder().samples().get(95).oldestMs();
    assertTrue(oldestMs < 4_801_000, "and none comes later than the longest wait: " + oldestMs);
  }

  @Test
  void theSecondHostTakesWhatTheFirstCant() {
    String two =
        "kinds = [{ name = x, share = 1"
            + ", hosts = [{ priority = 1, down = 0.3 }, { priority = 2 }] }]";
    String one = "kinds = [{ name = x, share = 1, hosts = [{ priority = 1, down = 0.3 }] }]";
    assertEquals(0, tally(ran(two), "x").dialsFailed);
    Tally without = tally(ran(one), "x");
    assertTrue(without.dialsFailed > 0.3 * without.dials, "in vain, and again and again");
  }

  @Test
  void aDomainsMailIsRefusedWhileTooMuchWaitsForIt() {
    Simulation simulation =
        ran(
            "cmtp.delivery.messages-per-domain = 10\n"
                + "kinds = [{ name = dead, share = 1, up = 0, down = 1h }]");
    Tally dead = tally(simulation, "dead");
    assertTrue(dead.refusedFull > 10_000);
    assertTrue(dead.waitingMax <= 20_000);
  }

  @Test
  void aMessageSubmittedAgainIsKnownUnlessVeryManyHaveLeftSince() {
    Tally few = tally(ran("kinds = [{ name = well, share = 1 }]"), "well");
    assertTrue(few.resubmitted > 1500);
    assertEquals(few.resubmitted, few.recognised);
    Tally many =
        tally(
            ran(
                "kinds = [{ name = well, share = 1 }]",
                Map.of(
                    "domains",
                    "1",
                    "messages-per-day",
                    "300000",
                    "resubmitted",
                    "0.01",
                    "resubmitted-after",
                    "6h",
                    "duration",
                    "1 day")),
            "well");
    assertTrue(many.recognised < many.resubmitted / 2, many.recognised + " of " + many.resubmitted);
  }

  @Test
  void submissionsAreTheSameWhateverThePolicy() {
    String kinds = "kinds = [{ name = dead, share = 1, up = 0, down = 1h }]";
    Tally one = tally(ran(kinds), "dead");
    Tally other = tally(ran(kinds, Map.of("cmtp.delivery.retry-max", "60s")), "dead");
    assertEquals(one.accepted, other.accepted);
    assertTrue(other.dials > 5 * one.dials);
  }

  @Test
  void aDomainTakesAboutAHundredBytes() {
    int count = 500_000;
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Scenario scenario =
        ScenarioReader.read(
            "test",
            ConfigFactory.parseString("kinds = [{ name = well, share = 1 }]"),
            Map.of("domains", String.valueOf(count)));
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    Simulation simulation = Simulation.of(scenario);
    long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertEquals(count, simulation.world().domains.count());
    // 20 bytes of these are the table of popularity while it is being made.
    assertTrue((after - before) / count < 150, (after - before) / count + " bytes");
  }
}
