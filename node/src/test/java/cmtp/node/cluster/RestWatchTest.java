package cmtp.node.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.cluster.ClusterView.Member;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestWatchTest {
  private static final long NOW = 1_000_000;

  private final RestWatch watch = new RestWatch(Duration.ofSeconds(8));

  private static ClusterView view(Member... others) {
    List<Member> members = new java.util.ArrayList<>(List.of(others));
    members.add(new Member("node1:1", "Up", true));
    return new ClusterView("node1:1", "Up", members, "node1:1");
  }

  private static Member other(String status, boolean reachable) {
    return new Member("node2:1", status, reachable);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Up", "WeaklyUp", "Joining"})
  void isAtRestWhileNobodyGoes(String status) {
    assertTrue(watch.isAtRest(view(other(status, true)), NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Leaving", "Exiting", "Down"})
  void isNotWhileSomebodyGoes(String status) {
    assertFalse(watch.isAtRest(view(other(status, true)), NOW));
  }

  @Test
  void isNotWhileSomebodyIsSilent() {
    assertFalse(watch.isAtRest(view(other("Up", false)), NOW));
  }

  @Test
  void comesToRestSomeTimeAfterTheLastRemoval() {
    watch.removed(NOW - 5000);
    watch.removed(NOW);
    assertFalse(watch.isAtRest(view(other("Up", true)), NOW + 7999));
    assertTrue(watch.isAtRest(view(other("Up", true)), NOW + 8000));
  }

  @Test
  void whoIsAloneConfusesNobody() {
    watch.removed(NOW);
    assertTrue(watch.isAtRest(view(), NOW));
  }
}
