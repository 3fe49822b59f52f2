package cmtp.node.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {

  @Test
  void growsByOneAfterAsManySuccessesAsItIsWide() {
    Window window = new Window(4);
    int[] sizes = new int[12];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = window.size();
      window.succeeded();
    }
    assertEquals(
        List.of(1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4),
        java.util.Arrays.stream(sizes).boxed().toList());
  }

  @Test
  void isHalvedByAFailureAndNeverBelowOne() {
    Window window = new Window(8);
    for (int i = 0; i < 100; i++) {
      window.succeeded();
    }
    window.failed();
    assertEquals(4, window.size());
    window.failed();
    window.failed();
    window.failed();
    assertEquals(1, window.size());
  }
}
