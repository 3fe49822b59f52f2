package cmtp.simulations.resilience.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final List<FaultKind> ALL = List.of(FaultKind.values());

  @Test
  void theSameSeedGivesTheSamePlan() {
    assertEquals(FaultPlan.of(7, ALL, 100, 3), FaultPlan.of(7, ALL, 100, 3));
    assertNotEquals(FaultPlan.of(7, ALL, 100, 3), FaultPlan.of(8, ALL, 100, 3));
  }

  @Test
  void drawsEveryKindAndEveryNode() {
    List<Fault> faults = FaultPlan.of(1, ALL, 200, 3).faults();
    assertEquals(200, faults.size());
    assertEquals(
        EnumSet.allOf(FaultKind.class),
        faults.stream().map(Fault::kind).collect(Collectors.toSet()));
    assertEquals(Set.of(0, 1, 2), faults.stream().map(Fault::node).collect(Collectors.toSet()));
  }

  @Test
  void killsSomeThatStillStartButNeverTheFirst() {
    for (long seed = 0; seed < 50; seed++) {
      assertFalse(FaultPlan.of(seed, List.of(FaultKind.KILL), 1, 1).faults().get(0).starting());
    }
    List<Fault> faults = FaultPlan.of(1, List.of(FaultKind.KILL), 200, 1).faults();
    long starting = faults.stream().filter(Fault::starting).count();
    assertTrue(starting > 20 && starting < 80, () -> "starting: " + starting);
  }

  @Test
  void everyKindHasAWord() {
    for (FaultKind kind : ALL) {
      assertEquals(kind, FaultKind.of(kind.word()).orElseThrow());
    }
    assertTrue(FaultKind.of("fire").isEmpty());
  }
}
