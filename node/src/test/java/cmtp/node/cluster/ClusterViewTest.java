package cmtp.node.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.cluster.ClusterView.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterViewTest {
  private static final Member SELF = new Member("a:1", "Up", true);
  private static final Member OTHER = new Member("b:1", "Up", true);

  @Test
  void tellsWhatBecameOfOtherProcesses() {
    ClusterView before = view(SELF, OTHER, new Member("c:1", "Leaving", true));
    ClusterView now =
        view(SELF, new Member("b:1", "Up", false), new Member("d:1", "Joining", true));
    assertEquals(
        List.of("b:1 is Up, and unreachable", "d:1 is Joining", "c:1 is no member any more"),
        now.changesSince(before));
  }

  @Test
  void saysNothingOfItselfNorOfWhatStaysAsItWas() {
    assertEquals(List.of(), view(SELF, OTHER).changesSince(view(SELF, OTHER)));
    assertEquals(List.of(), view(SELF).changesSince(ClusterView.NOTHING));
  }

  @Test
  void tellsAllThatItFindsAtFirst() {
    assertEquals(List.of("b:1 is Up"), view(SELF, OTHER).changesSince(ClusterView.NOTHING));
  }

  private static ClusterView view(Member... members) {
    return new ClusterView("a:1", "Up", List.of(members), "a:1");
  }
}
