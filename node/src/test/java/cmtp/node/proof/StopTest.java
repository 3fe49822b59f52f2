package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Processes under load that stand still, as in a virtual machine that is paused, and go on as if
 * nothing had been: whoever was taken for dead meanwhile ends.
 */
@Tag("long")
class StopTest {
  private static final int EVICTED = 8;
  private static final Duration END = Duration.ofSeconds(60);

  /** Nobody stands still for so long without being taken for dead. */
  private static final int SECONDS_DEAD = 60;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path folder;

  private static Parts parts;

  @BeforeAll
  static void start() throws Exception {
    parts = Parts.start(new Place.Loopback(), folder, 3, 4);
  }

  @AfterAll
  static void stop() {
    if (parts != null) {
      parts.close();
    }
  }

  @BeforeEach
  void whole() throws Exception {
    parts.members().subList(0, 3).forEach(Member::start);
    parts.awaitWhole(3);
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 20", "3, 60", "1, 60"})
  void whoStandsStillLosesNothingAndComesBack(int number, int seconds) throws Exception {
    Member stopped = parts.member(number);
    Member.Life life = stopped.life();
    List<Member> others = parts.members().subList(0, 3).stream().filter(m -> m != stopped).toList();
    try (Trial trial =
        new Trial(
            "stop " + "abc".charAt(number - 1) + seconds, parts, parts.members().subList(0, 3))) {
      try {
        trial.begins();
        stopped.signal("STOP");
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
        if (seconds == SECONDS_DEAD) {
          trial.say("the others take all mail after " + trial.probe(others));
        }
        stopped.signal("CONT");
        trial.say(stopped.name() + " goes on");
        if (seconds == SECONDS_DEAD) {
          stopped.awaitEnd(life, END);
          trial.say(stopped.name() + " has ended");
          assertEquals(EVICTED, life.code());
        }
        assertEquals(1, trial.judge(3).size());
      } finally {
        stopped.signal("CONT");
        trial.tellStory();
      }
    }
  }

  @Test
  void whoWereReplacedWhileTheyAllStoodStillEndAtOnce() throws Exception {
    List<Member> old = parts.members().subList(0, 3);
    List<Member.Life> lives = old.stream().map(Member::life).toList();
    Member fresh = parts.member(4);
    try (Trial trial = new Trial("all stopped", parts, parts.members().subList(0, 3))) {
      try {
        trial.begins();
        for (Member member : old) {
          member.signal("STOP");
        }
        fresh.start();
        ClusterLab.await("a new cluster", ClusterLab.PATIENCE, fresh::isServing);
        trial.say("a fresh process serves");
        trial.say("and takes all mail after " + trial.probe(List.of(fresh)));
        for (Member member : old) {
          member.signal("CONT");
        }
        trial.say("all go on");
        for (Member member : old) {
          Member.Life life = lives.get(member.number() - 1);
          member.awaitEnd(life, END);
          trial.say(member.name() + " has ended");
          assertEquals(EVICTED, life.code());
        }
        Set<Long> epochs = trial.judge(4);
        assertEquals(2, epochs.size(), epochs::toString);
        assertTrue(fresh.life().isServing());
      } finally {
        for (Member member : old) {
          member.signal("CONT");
        }
        trial.tellStory();
      }
    } finally {
      fresh.hold();
      fresh.signal("TERM");
      fresh.awaitEnd(fresh.life(), ClusterLab.PATIENCE);
    }
  }
}
