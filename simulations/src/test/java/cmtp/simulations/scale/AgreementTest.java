package cmtp.simulations.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * The same situation at both levels: a node of real actors, bytes and disks in {@code cmtp sim},
 * and numbers in {@code cmtp scale}. One sender, domains that are away by a plan, waits without
 * scatter, no other chance.
 */
class AgreementTest {
  private static final Duration LENGTH = Duration.ofHours(24);
  private static final int EVERY_MINUTES = 14;
  private static final int BURST = 150;

  private static final int BATCH = 10;

  /** Two dials so near each other are the same. */
  private static final long DIALS_MS = 100;

  /** A backlog may go out over one connection more or less. */
  private static final int UNLIKE_MAX = 2;

  /** A connection takes more messages to and fro than the numbers say, and a disk its time. */
  private static final long DELAY_MS = 250;

  /** Of which domain, from which minute, for how many. */
  private record Outage(int domain, int fromMinute, int minutes) {}

  private static final int DOMAINS = 6;
  private static final int AT_HAND = 0;
  private static final int AWAY_FOR_LONG = 3;
  private static final int DEAD = 4;
  private static final List<Outage> OUTAGES =
      List.of(
          new Outage(1, 61, 5),
          new Outage(1, 633, 9),
          new Outage(2, 60, 121),
          new Outage(AWAY_FOR_LONG, 90, 500),
          new Outage(DEAD, 0, 24 * 60),
          new Outage(5, 30, 30),
          new Outage(5, 90, 30),
          new Outage(5, 150, 300));

  private static final Map<String, String> SETTINGS =
      Map.of(
          "cmtp.delivery.retry-jitter", "0",
          "cmtp.delivery.give-up-after", "11 hours",
          "cmtp.delivery.notice-after", "20 hours",
          "cmtp.delivery.batch", Integer.toString(BATCH));

  private static Course real;
  private static Course simulated;

  static IntStream domains() {
    return IntStream.range(0, DOMAINS);
  }

  @BeforeAll
  static void runBoth() {
    Logger ours = (Logger) LoggerFactory.getLogger("cmtp");
    Level before = ours.getLevel();
    ours.setLevel(Level.WARN); // it would tell of every message
    real = real();
    simulated = simulated(real);
    ours.setLevel(before);
  }

  private static Course real() {
    RealCourse course = new RealCourse(DOMAINS, SETTINGS);
    OUTAGES.forEach(
        one ->
            course.outage(
                one.domain(),
                Duration.ofMinutes(one.fromMinute()),
                Duration.ofMinutes(one.minutes())));
    for (int minute = 0; minute < LENGTH.toMinutes(); minute += EVERY_MINUTES) {
      for (int domain = 0; domain < DOMAINS; domain++) {
        course.letter(domain, Duration.ofMinutes(minute).plusSeconds(20 + domain));
      }
    }
    for (int i = 0; i < BURST; i++) {
      course.letter(AWAY_FOR_LONG, Duration.ofMinutes(100).plusSeconds(i));
    }
    return course.run(LENGTH);
  }

  private static Course simulated(Course like) {
    Course course = new Course(DOMAINS);
    new Simulation(scenario(), new AsAccepted(like), () -> 0.5, new Into(course)).run(ms -> {});
    for (int domain = 0; domain < DOMAINS; domain++) {
      course.of(domain).accepted().addAll(like.of(domain).accepted());
    }
    return course;
  }

  private static Scenario scenario() {
    String text =
        """
        domains = 6, nodes = 1, sample = 1 day, messages-per-day = 0, resubmitted = 0
        duration = 24 hours
        sizes = [{ bytes = 900, share = 1 }]
        node {
          accept-ms = 0, relay-ms = 0, mib-ms = 0, dial-ms = 0, failed-dial-ms = 0, commit = 2 ms
        }
        kind { rtt = 40 ms, message = 4 ms, bytes-per-second = 1 GiB, dns-time = 0 }
        """;
    List<String> kinds = new ArrayList<>();
    for (int domain = 0; domain < DOMAINS; domain++) {
      kinds.add(kind(domain));
    }
    return ScenarioReader.read(
        "agreement",
        ConfigFactory.parseString(text + "kinds = [" + String.join(", ", kinds) + "]"),
        new TreeMap<>(SETTINGS));
  }

  private static String kind(int number) {
    String outages =
        OUTAGES.stream()
            .filter(one -> one.domain() == number)
            .map(
                one ->
                    "{ from = %d minutes, to = %d minutes }"
                        .formatted(one.fromMinute(), one.fromMinute() + one.minutes()))
            .collect(Collectors.joining(", "));
    return "{ name = d%d, share = %d, from-rank = %d, to-rank = %d, outages = [%s] }"
        .formatted(number, number == 0 ? 1 : 0, number + 1, number + 1, outages);
  }

  /** What the real node took, when it did. */
  private static final class AsAccepted implements Submissions {
    private final List<long[]> all = new ArrayList<>();
    private int next;

    AsAccepted(Course like) {
      for (int domain = 0; domain < DOMAINS; domain++) {
        for (long ms : like.of(domain).accepted()) {
          all.add(new long[] {ms, domain});
        }
      }
      all.sort((one, other) -> Long.compare(one[0], other[0]));
    }

    @Override
    public int nextMs() {
      return next < all.size() ? (int) all.get(next)[0] : Integer.MAX_VALUE;
    }

    @Override
    public int takeDomain() {
      return (int) all.get(next++)[1];
    }
  }

  private record Into(Course course) implements Trail {
    @Override
    public void dialled(int domain, int nowMs) {
      course.of(domain).dialled().add((long) nowMs);
    }

    @Override
    public void left(int domain, boolean delivered, int acceptedMs, int nowMs) {
      course.of(domain).gone().add(new Course.Gone(delivered, acceptedMs, nowMs));
    }
  }

  /** How many dials of the one have none of the other's near them. */
  private static int unmatched(List<Long> some, List<Long> others) {
    int unmatched = 0;
    int next = 0;
    for (long at : some) {
      while (next < others.size() && others.get(next) < at - DIALS_MS) {
        next++;
      }
      boolean found = next < others.size() && others.get(next) <= at + DIALS_MS;
      unmatched += found ? 0 : 1;
      next += found ? 1 : 0;
    }
    return unmatched;
  }

  @ParameterizedTest
  @MethodSource("domains")
  void bothDeliverAndGiveUpTheSame(int domain) {
    assertEquals(real.of(domain).accepted().size(), simulated.of(domain).accepted().size());
    assertEquals(real.of(domain).delivered(), simulated.of(domain).delivered());
    assertEquals(real.of(domain).failed(), simulated.of(domain).failed());
    assertEquals(domain == DEAD, real.of(domain).failed() > 0);
  }

  @ParameterizedTest
  @MethodSource("domains")
  void bothDialAtTheSameTimes(int domain) {
    List<Long> here = real.of(domain).dialled();
    List<Long> there = simulated.of(domain).dialled();
    assertTrue(unmatched(here, there) <= UNLIKE_MAX, () -> here + " and " + there);
    assertTrue(unmatched(there, here) <= UNLIKE_MAX, () -> here + " and " + there);
  }

  @ParameterizedTest
  @MethodSource("domains")
  void mailTakesAsLongInBoth(int domain) {
    List<Course.Gone> here = real.of(domain).inOrder();
    List<Course.Gone> there = simulated.of(domain).inOrder();
    for (int i = 0; i < here.size(); i++) {
      assertEquals(here.get(i).delayMs(), there.get(i).delayMs(), DELAY_MS, "message " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("domains")
  void asMuchWaitsInBothAtEverySecond(int domain) {
    int[] here = real.of(domain).depths(LENGTH);
    int[] there = simulated.of(domain).depths(LENGTH);
    for (int second = 0; second < here.length; second++) {
      assertEquals(here[second], there[second], BATCH, second + " s");
    }
  }

  @Test
  void theBurstWasLargeEnoughForMoreConnections() {
    long afterwards = Duration.ofMinutes(590).toMillis();
    long dials =
        real.of(AWAY_FOR_LONG).dialled().stream()
            .filter(at -> at > afterwards && at < afterwards + Duration.ofMinutes(70).toMillis())
            .count();
    int waiting = real.of(AWAY_FOR_LONG).depths(LENGTH)[(int) (afterwards / 1000)];
    assertTrue(waiting > BURST && dials > 5, dials + " dials");
  }
}
