package cmtp.node.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.cluster.ClusterView.Member;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private final Readiness readiness = new Readiness();

  @BeforeEach
  void serve() {
    readiness.serving();
    readiness.saw(view("Up", 3, 0));
  }

  private static ClusterView view(String status, int members, int unreachable) {
    List<Member> all = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      all.add(new Member("node" + i + ":1", "Up", i >= unreachable));
    }
    return new ClusterView("node2:1", status, all, "node0:1");
  }

  private void expect(String reason) {
    assertFalse(readiness.isReady());
    assertEquals(1, readiness.reasons().size(), readiness.reasons().toString());
    assertTrue(readiness.reasons().get(0).contains(reason), readiness.reasons().toString());
  }

  @Test
  void isReadyWhileItServesAsAMemberWithADatabase() {
    assertTrue(readiness.isReady());
  }

  @Test
  void isNotReadyBeforeItServes() {
    Readiness starting = new Readiness();
    starting.saw(view("Up", 1, 0));
    assertEquals(List.of("still starting"), starting.reasons());
  }

  @Test
  void isNotReadyBeforeItIsUp() {
    readiness.saw(view("Joining", 3, 0));
    expect("Joining");
    readiness.saw(ClusterView.NOTHING);
    expect("not yet joined");
  }

  @Test
  void isNotReadyOnceItLeaves() {
    readiness.saw(view("Leaving", 3, 0));
    expect("Leaving");
  }

  @Test
  void staysReadyWithFewerThanHalfUnreachable() {
    readiness.saw(view("Up", 3, 1));
    assertTrue(readiness.isReady());
    readiness.saw(view("Up", 5, 2));
    assertTrue(readiness.isReady());
  }

  @Test
  void isNotReadyWithHalfUnreachable() {
    readiness.saw(view("Up", 4, 2));
    expect("2 of the cluster's 4");
    readiness.saw(view("Up", 3, 2));
    expect("2 of the cluster's 3");
  }

  @Test
  void isNotReadyWithoutADatabaseUntilItIsBack() {
    readiness.databaseUnreachable("refused");
    expect("refused");
    assertFalse(readiness.isDatabaseReachable());
    readiness.databaseReached();
    assertTrue(readiness.isReady());
  }

  @Test
  void isNeverReadyAgainOnceItDrains() {
    readiness.draining();
    readiness.serving();
    readiness.databaseReached();
    expect("draining");
  }
}
