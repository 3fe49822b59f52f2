package cmtp.simulations.load.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.simulations.load.plan.Arrivals.Spacing;
import cmtp.simulations.load.plan.Pace;
import cmtp.simulations.load.plan.Plans;
import cmtp.simulations.load.result.Measured;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that answers at once, but for a stall in every so many seconds. */
@Timeout(120)
class HonestyTest {
  private static final int CONNECTIONS = 4;
  private static final double RATE = 200;

  /**
   * When the server answers nothing.
   *
   * @param stall at the end of every period
   * @param length of the run
   */
  private record Stalls(Duration stall, Duration period, Duration length) {

    /** How long from now until it answers again. */
    private long leftNanos(long sinceStart) {
      long inPeriod = sinceStart % period.toNanos();
      boolean stalled = inPeriod > period.minus(stall).toNanos();
      return stalled ? period.toNanos() - inPeriod : 0;
    }

    /** A request's wait in the open loop, if so many of a hundred have a shorter one. */
    private double waitMillis(double percentile) {
      double stalledShare = (double) stall.toNanos() / period.toNanos();
      double longer = 1 - percentile / 100;
      return stall.toMillis() * (1 - longer / stalledShare);
    }
  }

  @Test
  void showsAStallInItsPercentilesOnlyWhenRequestsAreDueByTheClock() throws Exception {
    mustBeHonest(
        new Stalls(Duration.ofMillis(300), Duration.ofMillis(1500), Duration.ofSeconds(6)));
  }

  @Test
  @Tag("long")
  void showsAStallOfOneSecondInTen() throws Exception {
    mustBeHonest(new Stalls(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(40)));
  }

  private static void mustBeHonest(Stalls stalls) throws Exception {
    Measured open = measure(stalls, new Pace.Open(RATE, RATE, Spacing.POISSON, 10_000));
    Measured closed = measure(stalls, Pace.Closed.INSTANCE);
    double due = RATE * stalls.length().toSeconds();
    assertEquals(due, open.counts().due(), 5 * Math.sqrt(due), "far from a Poisson number");
    double stallMillis = stalls.stall().toMillis();
    assertEquals(stalls.waitMillis(99), millis(open, 99), stallMillis * 0.15, open.toString());
    assertEquals(stalls.waitMillis(95), millis(open, 95), stallMillis * 0.15, open.toString());
    assertTrue(millis(open, 50) < stallMillis * 0.1, open.toString());
    assertTrue(millis(closed, 99) < stallMillis * 0.1, closed.toString());
    assertEquals(stallMillis, millis(closed, 100), stallMillis * 0.15, closed.toString());
    assertTrue(closed.all().getTotalCount() > open.all().getTotalCount());
  }

  private static double millis(Measured measured, double percentile) {
    return measured.all().getValueAtPercentile(percentile) / 1000.0;
  }

  private static Measured measure(Stalls stalls, Pace pace) throws Exception {
    long start = System.nanoTime();
    try (FakeServer server = FakeServer.start((in, out) -> serve(in, out, stalls, start));
        LoadRun run =
            FakeServer.run(
                server, Plans.timed(CONNECTIONS, pace, stalls.length(), Duration.ofSeconds(20)))) {
      run.connect();
      Measured measured = run.measure(pace, OptionalLong.empty(), stalls.length(), "measuring");
      run.finish();
      assertEquals(0, run.totals().failures());
      return measured;
    }
  }

  private static void serve(InputStream in, OutputStream out, Stalls stalls, long start)
      throws IOException {
    byte[] success = FakeServer.success();
    while (in.readNBytes(FakeServer.MESSAGE_BYTES).length == FakeServer.MESSAGE_BYTES) {
      for (long left = 1; left > 0; ) {
        left = stalls.leftNanos(System.nanoTime() - start);
        if (left > 0) {
          LockSupport.parkNanos(left);
        }
      }
      out.write(success);
    }
  }
}
