package cmtp.node.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import cmtp.persistence.cluster.MemberRow;
import cmtp.persistence.cluster.MemberState;
import cmtp.persistence.cluster.Members;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JoinDecisionTest {
  private static final long SELF = 1;
  private static final long LEASE = 15_000;
  private static final long GAP = 5_000;
  private static final long EPOCH = 4;

  private static MemberRow row(long id, long beat, long silentMs, MemberState state) {
    return new MemberRow(id, "node" + id + ":1", EPOCH, beat, silentMs, state);
  }

  private static MemberRow ofEpoch(MemberRow row, long epoch) {
    return new MemberRow(
        row.incarnation(), row.address(), epoch, row.beat(), row.silentMs(), row.state());
  }

  private static MemberRow self() {
    return row(SELF, 0, 0, MemberState.WAITING);
  }

  private static Members members(MemberRow... rows) {
    return new Members(EPOCH, List.of(rows));
  }

  /** Sees the same rows every second for so long. */
  private static MemberWatch watched(long forMs, MemberRow... rows) {
    MemberWatch watch = MemberWatch.begin(GAP);
    for (long now = 0; now <= forMs; now += 1000) {
      watch = watch.look(members(rows), now);
    }
    return watch;
  }

  private static MemberWatch moved(MemberRow before, MemberRow... after) {
    return MemberWatch.begin(GAP).look(members(before), 0).look(members(after), 1000);
  }

  private static JoinDecision waiting(MemberWatch watch) {
    return JoinDecision.waiting(watch, SELF, LEASE);
  }

  private static JoinDecision joining(MemberWatch watch) {
    return JoinDecision.joining(watch, SELF, EPOCH, LEASE);
  }

  @Test
  void formsAtOnceWhereNobodyIs() {
    assertEquals(new JoinDecision.Form(EPOCH, Map.of()), waiting(watched(0)));
    assertEquals(new JoinDecision.Form(EPOCH, Map.of()), waiting(watched(0, self())));
  }

  @Test
  void doesNotWaitForOthersWhoWait() {
    MemberRow other = row(2, 7, 0, MemberState.WAITING);
    assertEquals(new JoinDecision.Form(EPOCH, Map.of()), waiting(watched(0, self(), other)));
    assertEquals(
        new JoinDecision.Form(EPOCH, Map.of()),
        waiting(moved(other, row(2, 8, 0, MemberState.WAITING))));
  }

  @Test
  void doesNotWaitForWhatAnOlderClusterLeftBehind() {
    MemberRow old = ofEpoch(row(2, 7, 0, MemberState.UP), EPOCH - 1);
    assertEquals(new JoinDecision.Form(EPOCH, Map.of()), waiting(watched(0, old)));
  }

  @Test
  void joinsThroughThoseSeenAlive() {
    MemberWatch watch =
        moved(
            row(2, 7, 0, MemberState.UP),
            row(2, 8, 0, MemberState.UP),
            row(3, 1, 0, MemberState.UP));
    assertEquals(new JoinDecision.JoinThrough(EPOCH, List.of("node2:1")), waiting(watch));
  }

  @Test
  void neitherJoinsNorFormsByOneLook() {
    MemberRow fresh = row(2, 7, 0, MemberState.UP);
    MemberRow stale = row(2, 7, 10 * LEASE, MemberState.UP);
    assertInstanceOf(JoinDecision.Wait.class, waiting(watched(0, fresh)));
    assertInstanceOf(JoinDecision.Wait.class, waiting(watched(0, stale)));
  }

  @ParameterizedTest
  @EnumSource(
      value = MemberState.class,
      names = {"UP", "JOINING", "LEAVING"})
  void formsOnlyAfterItWatchedTheLastOnesForTheLease(MemberState state) {
    MemberRow silent = row(2, 7, LEASE, state);
    assertInstanceOf(JoinDecision.Wait.class, waiting(watched(LEASE - 1000, silent)));
    assertEquals(new JoinDecision.Form(EPOCH, Map.of(2L, 7L)), waiting(watched(LEASE, silent)));
  }

  @Test
  void doesNotFormWhileTheDatabasesClockSaysTheyAreFresh() {
    MemberRow fresh = row(2, 7, LEASE - 1, MemberState.UP);
    assertInstanceOf(JoinDecision.Wait.class, waiting(watched(2 * LEASE, fresh)));
  }

  @ParameterizedTest
  @EnumSource(
      value = MemberState.class,
      names = {"JOINING", "LEAVING"})
  void waitsForOthersOnTheirWay(MemberState state) {
    MemberWatch watch = moved(row(2, 7, 0, state), row(2, 8, 0, state));
    assertInstanceOf(JoinDecision.Wait.class, waiting(watch));
  }

  @Test
  void doesNotJoinThroughOneThatFellSilent() {
    MemberWatch watch = MemberWatch.begin(GAP).look(members(row(2, 6, 0, MemberState.UP)), 0);
    for (long now = 1000; now < LEASE + 1000; now += 1000) {
      watch = watch.look(members(row(2, 7, now - 1000, MemberState.UP)), now);
      assertInstanceOf(JoinDecision.JoinThrough.class, waiting(watch));
    }
    watch = watch.look(members(row(2, 7, LEASE, MemberState.UP)), LEASE + 1000);
    assertEquals(new JoinDecision.Form(EPOCH, Map.of(2L, 7L)), waiting(watch));
  }

  @Test
  void watchesAnewAfterTheDatabaseWasAway() {
    MemberRow silent = row(2, 7, 10 * LEASE, MemberState.UP);
    MemberWatch watch = watched(LEASE - 1000, silent).interrupted().look(members(silent), LEASE);
    assertInstanceOf(JoinDecision.Wait.class, waiting(watch));
    for (long now = LEASE + 1000; now < 2 * LEASE; now += 1000) {
      watch = watch.look(members(silent), now);
      assertInstanceOf(JoinDecision.Wait.class, waiting(watch));
    }
    watch = watch.look(members(silent), 2 * LEASE);
    assertInstanceOf(JoinDecision.Form.class, waiting(watch));
  }

  @Test
  void watchesAnewAfterItWasStoppedItself() {
    MemberRow silent = row(2, 7, 10 * LEASE, MemberState.UP);
    MemberWatch watch = watched(1000, silent).look(members(silent), 1000 + GAP + 1);
    assertInstanceOf(JoinDecision.Wait.class, waiting(watch));
    assertEquals(0, watch.sightings().get(0).unmovedMs());
    assertEquals(
        1000 + GAP,
        watched(1000, silent).look(members(silent), 1000 + GAP).sightings().get(0).unmovedMs());
  }

  @Test
  void asksOnWhileItsClusterIsThere() {
    MemberWatch watch = moved(row(2, 7, 0, MemberState.UP), row(2, 8, 0, MemberState.UP));
    assertEquals(new JoinDecision.JoinThrough(EPOCH, List.of("node2:1")), joining(watch));
    assertInstanceOf(
        JoinDecision.Wait.class, joining(watched(LEASE - 1000, row(2, 7, LEASE, MemberState.UP))));
  }

  @Test
  void endsRatherThanFormAfterItHasAsked() {
    assertInstanceOf(JoinDecision.End.class, joining(watched(0)));
    assertInstanceOf(JoinDecision.End.class, joining(watched(0, self())));
    assertInstanceOf(
        JoinDecision.End.class, joining(watched(LEASE, row(2, 7, LEASE, MemberState.UP))));
    assertInstanceOf(
        JoinDecision.End.class,
        joining(moved(row(2, 7, 0, MemberState.JOINING), row(2, 8, 0, MemberState.JOINING))));
  }

  @Test
  void endsWhenAnotherClusterHasFormedMeanwhile() {
    MemberRow next = ofEpoch(row(2, 8, 0, MemberState.UP), EPOCH + 1);
    MemberWatch watch = MemberWatch.begin(GAP).look(new Members(EPOCH + 1, List.of(next)), 0);
    assertInstanceOf(JoinDecision.End.class, joining(watch));
  }

  @Test
  void neverNamesItselfToJoinThrough() {
    MemberRow before = row(SELF, 7, 0, MemberState.UP);
    MemberRow after = row(SELF, 8, 0, MemberState.UP);
    assertEquals(new JoinDecision.Form(EPOCH, Map.of()), waiting(moved(before, after)));
    assertInstanceOf(JoinDecision.End.class, joining(moved(before, after)));
  }
}
