package cmtp.simulations.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.cli.console.Terminal;
import cmtp.protocol.crypto.SecureRandomBytes;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Hands clock = new Hands();

  /** Goes on when it is told to. */
  private static final class Hands extends Clock {
    private long millis = 1_000_000;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }
  }

  private Progress progress(boolean terminal) {
    return new Progress(
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Path.of("."),
            Map.of(),
            clock,
            SecureRandomBytes.system(),
            new Terminal.Tty(false, false, terminal),
            question -> Optional.empty()));
  }

  private String told() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static ProgressLine line(long done, long whole, long seconds, String extra) {
    return new ProgressLine("seeds", done, whole, Duration.ofSeconds(seconds), extra);
  }

  @Test
  void tellsTheShareTheTimeAndWhatIsLeft() {
    assertEquals("seeds: 25 %, 1:30, 4:30 left, last 7", line(25, 100, 90, "last 7").line());
    assertEquals("seeds: 0 %, 0:00", line(0, 100, 0, "").line());
    assertEquals("seeds: 100 %, 2:00:01", line(100, 100, 7201, "").line());
    assertEquals("seeds: 99 %, 0:10, 0:00 left", line(999, 1000, 10, "").line());
  }

  @Test
  void countsWhereNobodyKnowsTheWhole() {
    assertEquals("seeds: 1,234, 0:05", line(1234, 0, 5, "").line());
  }

  @Test
  void drawsABarThatKeepsToItsLine() {
    assertEquals("seeds [====>               ] 25 %, 1:30, 4:30 left", line(25, 100, 90, "").bar());
    assertEquals("seeds [====================] 100 %, 0:05", line(7, 7, 5, "").bar());
    assertEquals(ProgressLine.COLUMNS, line(7, 7, 5, "x".repeat(200)).bar().length());
  }

  @Test
  void rewritesItsLineOnATerminal() {
    try (Progress progress = progress(true)) {
      progress.at("seeds", 1, 10, "a long word");
      progress.at("seeds", 2, 10, "not told, so soon");
      clock.millis += 1000;
      progress.at("seeds", 5, 10, "");
      progress.at("seeds", 10, 10, "");
    }
    List<String> shown = List.of(told().split("\r"));
    assertEquals(4, shown.size(), told());
    assertEquals("seeds [=>                  ] 10 %, 0:00, 0:00 left, a long word", shown.get(1));
    assertTrue(shown.get(2).startsWith("seeds [=========>          ] 50 %, 0:01, 0:01 left  "));
    assertTrue(shown.get(3).startsWith("seeds [====================] 100 %, 0:01"), told());
    assertTrue(told().endsWith(System.lineSeparator()));
  }

  @Test
  void saysNothingElsewhereInTheFirstTenSecondsAndALineAfterEachTen() {
    try (Progress progress = progress(false)) {
      for (int second = 0; second <= 25; second++) {
        progress.at("seeds", second, 100, "");
        clock.millis += 1000;
      }
    }
    assertEquals(
        List.of("seeds: 10 %, 0:10, 1:30 left", "seeds: 20 %, 0:20, 1:20 left"),
        told().lines().toList());
  }

  @Test
  void beginsAnewWithAnotherTask() {
    try (Progress progress = progress(true)) {
      progress.at("seeds", 1, 10, "");
      clock.millis += 5000;
      progress.at("shrinking", 0, 10, "");
    }
    assertTrue(told().contains("shrinking [                    ] 0 %, 0:00"), told());
    assertEquals(2, told().split("\n").length);
  }
}
