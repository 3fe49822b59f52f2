package cmtp.persistence.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TreeTest {

  @Test
  void behavesLikeATreeMapUnderRandomChanges() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      TreeMap<Integer, Integer> expected = new TreeMap<>();
      Tree<Integer, Integer> tree = Tree.empty();
      for (int i = 0; i < 2_000; i++) {
        int key = random.nextInt(300);
        if (random.nextInt(3) == 0) {
          expected.remove(key);
          tree = tree.remove(key);
        } else {
          expected.put(key, i);
          tree = tree.put(key, i);
        }
        assertEquals(expected.size(), tree.size(), "seed " + seed);
      }
      int after = random.nextInt(300);
      assertEquals(List.copyOf(expected.values()), list(tree.values()), "seed " + seed);
      assertEquals(
          List.copyOf(expected.tailMap(after, false).values()),
          list(tree.valuesAfter(after)),
          "seed " + seed);
      assertEquals(expected.firstEntry().getValue(), tree.first().orElseThrow());
      for (int key = 0; key < 300; key++) {
        assertEquals(expected.get(key), tree.get(key).orElse(null), "seed " + seed);
      }
    }
  }

  @Test
  void staysBalancedWhenKeysAscend() {
    Tree<Integer, Integer> tree = Tree.empty();
    for (int i = 0; i < 100_000; i++) {
      tree = tree.put(i, i);
    }
    int[] compared = {0};
    record Counting(int value, int[] count) implements Comparable<Counting> {
      @Override
      public int compareTo(Counting other) {
        count[0]++;
        return Integer.compare(value, other.value);
      }
    }
    Tree<Counting, Integer> counting = Tree.empty();
    for (int i = 0; i < 10_000; i++) {
      counting = counting.put(new Counting(i, compared), i);
    }
    compared[0] = 0;
    counting.get(new Counting(9_999, compared));
    assertTrue(compared[0] <= 30, "comparisons: " + compared[0]);
    assertEquals(100_000, tree.size());
  }

  @Test
  void anOlderTreeIsUntouchedByItsSuccessors() {
    Tree<Integer, String> before = Tree.<Integer, String>empty().put(1, "a").put(2, "b");
    before.put(1, "x").remove(2);
    assertEquals(List.of("a", "b"), list(before.values()));
  }

  @Test
  void equalityIsByContentNotByHistory() {
    Tree<Integer, Integer> up = Tree.empty();
    Tree<Integer, Integer> down = Tree.empty();
    for (int i = 0; i < 100; i++) {
      up = up.put(i, i);
      down = down.put(99 - i, 99 - i);
    }
    assertEquals(up, down);
    assertEquals(up.hashCode(), down.hashCode());
    assertEquals(up, Tree.ofSorted(list(down.values()), i -> i));
    assertNotEquals(up, down.put(5, 6));
    assertNotEquals(up, down.remove(5));
  }

  @Test
  void refusesToBuildFromUnsortedValues() {
    assertThrows(IllegalArgumentException.class, () -> Tree.ofSorted(List.of(1, 3, 3), i -> i));
  }

  private static <V> List<V> list(Iterable<V> values) {
    List<V> list = new ArrayList<>();
    values.forEach(list::add);
    return list;
  }
}
