package cmtp.node.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Limits;
import cmtp.protocol.wire.CommandDecoder.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {
  private static final ConnectionLimits LIMITS =
      new ConnectionLimits(
          Limits.DEFAULT,
          10,
          10,
          Duration.ofMinutes(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          512,
          100,
          Duration.ofSeconds(10),
          1024);

  private final Patience patience = new Patience(LIMITS, 0);

  @ParameterizedTest
  @CsvSource({"COMMAND,300000", "REST,10000", "DOMAIN,2000", "MESSAGE,10000"})
  void endsAfterTheTimeForWhatIsOwed(Waiting owed, long limit) {
    patience.expect(owed, 0);
    assertFalse(patience.isOver(limit - 1));
    assertTrue(patience.isOver(limit));
  }

  @Test
  void leavesAnAnswerUnreadForTheTimeBetweenCommandsWhateverElseIsSaid() {
    patience.writing(1000);
    patience.restart(200_000);
    assertFalse(patience.isUnread(300_999));
    assertTrue(patience.isUnread(301_000));
  }

  @Test
  void doesNotGrowWithEveryByteOfAStartedCommand() {
    patience.expect(Waiting.REST, 0);
    for (long now = 1000; now < 10_000; now += 1000) {
      patience.received(1, now);
      assertFalse(patience.expect(Waiting.REST, now));
    }
    assertTrue(patience.isOver(10_000));
  }

  @ParameterizedTest
  @CsvSource({"511,true", "512,false", "1,true", "100000,false"})
  void endsForASenderBelowTheRate(int bytesPerSecond, boolean over) {
    patience.expect(Waiting.MESSAGE, 0);
    for (long now = 1000; now <= 10_000; now += 1000) {
      patience.received(bytesPerSecond, now);
    }
    assertEquals(over, patience.isOver(10_000));
  }

  @Test
  void doesNotCountTheTimeWhenItWasNotThePeersTurn() {
    patience.expect(Waiting.MESSAGE, 0);
    patience.suspendRate(60_000);
    patience.restart(60_000);
    assertFalse(patience.isOver(65_000));
  }

  @Test
  void beginsAnewWithTheNextCommand() {
    patience.expect(Waiting.REST, 0);
    assertTrue(patience.expect(Waiting.COMMAND, 9000));
    assertTrue(patience.isIdle());
    assertFalse(patience.isOver(9000 + 299_999));
  }
}
