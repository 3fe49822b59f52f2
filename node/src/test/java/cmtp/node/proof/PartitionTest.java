package cmtp.node.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three processes under load in network namespaces, whose network falls apart and heals. Whoever is
 * without the majority ends; started again it stays outside until the network heals.
 */
@Tag("netns")
class PartitionTest {
  private static final int EVICTED = 8;
  private static final Duration END = Duration.ofSeconds(60);

  /** From the decision to end until the end, whatever does not answer; on a busy machine. */
  private static final long ENDING_MS = 25_000;

  /** For which a process that is cut off tries to come back in. */
  private static final long OUTSIDE_NANOS = TimeUnit.SECONDS.toNanos(20);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path folder;

  private static Namespaces network;
  private static Parts parts;

  @BeforeAll
  static void start() throws Exception {
    network = Namespaces.make(3);
    parts = Parts.start(network, folder, 3, 3);
  }

  @AfterAll
  static void stop() {
    if (parts != null) {
      parts.close();
    }
  }

  @BeforeEach
  void whole() throws Exception {
    network.heal();
    parts.members().forEach(Member::start);
    parts.awaitWhole(3);
  }

  private interface Happening {
    void in(Trial trial) throws Exception;
  }

  /** Something happens; afterwards the network is whole, and then everything is judged. */
  private static Set<Long> trial(String name, Happening happening) throws Exception {
    try (Trial trial = new Trial(name, parts, parts.members())) {
      try {
        trial.begins();
        happening.in(trial);
        network.heal();
        trial.say("healed");
        Set<Long> epochs = trial.judge(3);
        trial.verifyOneClusterAtATime();
        return epochs;
      } finally {
        network.heal();
        trial.tellStory();
      }
    }
  }

  private static List<Member> others(Member cut) {
    return parts.members().stream().filter(member -> member != cut).toList();
  }

  /** Ends by itself; then tries to come back, to no avail; the others take all mail. */
  private static void expectOutside(Trial trial, Member cut, Member.Life life) throws Exception {
    cut.awaitEnd(life, END);
    trial.say(cut.name() + " has ended");
    assertEquals(EVICTED, life.code());
    trial.verifySilentOnceDowned(cut, life);
    trial.say("the others take all mail after " + trial.probe(others(cut)));
    LockSupport.parkNanos(OUTSIDE_NANOS);
    assertFalse(cut.isServing(), "serves, and is cut off");
    assertTrue(cut.lives().size() > cut.lives().indexOf(life) + 1, "was not started again");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whoIsCutOffEndsAndTheTwoOthersGoOn(int number) throws Exception {
    Member cut = parts.member(number);
    Member.Life life = cut.life();
    Set<Long> epochs =
        trial(
            "two and one " + "abc".charAt(number - 1),
            trial -> {
              network.isolate(number);
              expectOutside(trial, cut, life);
            });
    assertEquals(1, epochs.size(), epochs::toString);
  }

  @Test
  void whoIsCutOffFromTheDatabaseTooEndsAndTheTwoOthersGoOn() throws Exception {
    Member cut = parts.member(2);
    Member.Life life = cut.life();
    Set<Long> epochs =
        trial(
            "without database",
            trial -> {
              network.isolate(2);
              network.cutFromDatabase(2, parts.databasePort());
              expectOutside(trial, cut, life);
              long endingMs = life.endedMs() - trial.decidedMs(cut, life);
              assertTrue(endingMs <= ENDING_MS, () -> "ended only " + endingMs + " ms later");
            });
    assertEquals(1, epochs.size(), epochs::toString);
  }

  @ParameterizedTest
  @CsvSource({"1, says", "3, hears"})
  void whoIsCutOffInOneDirectionEndsAndTheTwoOthersGoOn(int number, String lost) throws Exception {
    Member cut = parts.member(number);
    Member.Life life = cut.life();
    Set<Long> epochs =
        trial(
            "one way " + lost,
            trial -> {
              for (Member other : others(cut)) {
                boolean says = lost.equals("says");
                network.cut(says ? number : other.number(), says ? other.number() : number);
              }
              expectOutside(trial, cut, life);
            });
    assertEquals(1, epochs.size(), epochs::toString);
  }

  /** Two that can't speak to each other, and a third that reaches both. */
  @Test
  void oneLinkCutInOneDirectionLosesNothing() throws Exception {
    trial(
        "one link",
        trial -> {
          network.cut(1, 2);
          LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(60));
          trial.say("served by " + parts.serving().stream().map(Member::name).toList());
        });
  }

  @Test
  void ifNobodyHearsAnybodyAllEndAndOneOfThemStartsAnew() throws Exception {
    List<Member.Life> lives = parts.members().stream().map(Member::life).toList();
    Set<Long> epochs =
        trial(
            "one and one and one",
            trial -> {
              parts.members().forEach(member -> network.isolate(member.number()));
              for (Member member : parts.members()) {
                Member.Life life = lives.get(member.number() - 1);
                member.awaitEnd(life, END);
                assertEquals(EVICTED, life.code());
              }
              trial.say("all have ended");
              for (Member member : parts.members()) {
                trial.verifySilentOnceDowned(member, lives.get(member.number() - 1));
              }
              ClusterLab.await("one", ClusterLab.PATIENCE, () -> parts.serving().size() == 1);
              Member first = parts.serving().get(0);
              trial.say(first.name() + " serves");
              trial.say("takes all mail after " + trial.probe(List.of(first)));
              LockSupport.parkNanos(OUTSIDE_NANOS);
              assertEquals(List.of(first), parts.serving());
            });
    assertEquals(2, epochs.size(), epochs::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whoStartsWithoutTheOthersFormsNoClusterBesideThem(int number) throws Exception {
    Member killed = parts.member(number);
    Member.Life life = killed.life();
    Set<Long> epochs =
        trial(
            "isolated restart " + "abc".charAt(number - 1),
            trial -> {
              network.isolate(number);
              killed.signal("KILL");
              killed.awaitEnd(life, END);
              trial.say("the others take all mail after " + trial.probe(others(killed)));
              LockSupport.parkNanos(2 * OUTSIDE_NANOS);
              assertFalse(killed.isServing(), "serves, and is cut off");
            });
    assertEquals(1, epochs.size(), epochs::toString);
  }
}
