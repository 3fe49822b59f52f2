package cmtp.simulations.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioReaderTest {
  private static final String WELL = "kinds = [{ name = well, share = 1 }]\n";

  private static Scenario read(String text) {
    return ScenarioReader.read("test", ConfigFactory.parseString(text), Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"steady", "provider-outage", "dead-domains", "dns-outage", "greylisting"})
  void readsWhatComesAlong(String name) {
    Scenario scenario = Scenarios.find(name, Path.of("."), Map.of());
    assertTrue(Scenarios.SHIPPED.contains(name));
    assertEquals(1_000_000, scenario.domains());
    assertTrue(scenario.description().length() > 20);
  }

  @Test
  void takesTheNodesOwnSettingsUnlessItSaysOtherwise() {
    assertEquals(Duration.ofSeconds(4000), read(WELL).delivery().retry().max());
    Scenario other = read(WELL + "cmtp.delivery { retry-max = 1h, window = 7 }");
    assertEquals(Duration.ofHours(1), other.delivery().retry().max());
    assertEquals(7, other.delivery().windowMax());
    assertEquals(50, other.delivery().dialsPerSecond());
  }

  @Test
  void whatIsSaidOnTheCommandLineCounts() {
    Scenario scenario =
        ScenarioReader.read(
            "test",
            ConfigFactory.parseString(WELL + "domains = 5"),
            Map.of("domains", "6", "cmtp.delivery.batch", "3"));
    assertEquals(6, scenario.domains());
    assertEquals(3, scenario.delivery().batchMax());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "domains = 0 | domains is from 1 to 10000000, not 0",
        "domains = many | domains: ",
        "domans = 5 | domans: there is no such value; there are: cmtp, daily-curve, description",
        "duration = 13 days | duration is from 60 s to 12 d, not 13 d",
        "node.cores = 0 | node.cores is from 1 to 10000, not 0",
        "popularity = -1 | popularity is from 0 to 10, not -1",
        "daily-curve = [1, 2] | daily-curve is a list of 24 numbers from 0, not all 0",
        "sizes = [] | sizes has to name one size at least",
        "sizes = [{ bytes = 5 }] | sizes[0].share is missing",
        "kinds = [] | kinds has to name from 1 to 100 kinds of domains",
        "kinds = [{ name = x }] | kinds has to name one kind at least with a share above 0",
        "kinds = [{ name = x, shere = 1 }] | kinds[0].shere: there is no such value",
        "kinds = [{ share = 1 }] | kinds[0].name is missing",
        "kinds = [{ name = x, dns = perhaps }] | kinds[0].dns is hosts, nothing or no-domain, not",
        "kinds = [{ name = x, hosts = [] }] | kinds[0].hosts has to name from 1 to 20 hosts",
        "kinds = [{ name = x, hosts = [{ down = 2 }] }] | kinds[0].hosts[0].down is from 0 to 1",
        "kinds = [{ name = x, from-rank = 5, to-rank = 2 }] | kinds[0].to-rank is from 5 to",
        "kinds = [{ name = x, defer = 0.6, refuse = 0.6 }] | kinds[0].refuse and defer are more",
        "kinds = [{ name = x, outages = [{ from = 2h, to = 1h }] }] | kinds[0].outages[0].to is not",
        "dns.outages = [{ from = 2h }] | dns.outages[0].to is missing",
        "cmtp.delivery.retry-max = 1s | cmtp.delivery.retry-max is not shorter",
        "cmtp.delivery.windw = 1 | cmtp.delivery.windw",
        "a = ${b} | b",
      })
  void saysWhatIsWrong(String text, String said) {
    ScenarioException wrong = assertThrows(ScenarioException.class, () -> read(WELL + text));
    assertTrue(wrong.getMessage().contains(said), wrong.getMessage());
  }

  @Test
  void saysWhichScenariosThereAre() {
    ScenarioException wrong =
        assertThrows(
            ScenarioException.class, () -> Scenarios.find("staedy", Path.of("."), Map.of()));
    assertEquals(
        "there is no scenario staedy and no file of that name; there are: "
            + String.join(", ", List.copyOf(Scenarios.SHIPPED)),
        wrong.getMessage());
  }
}
