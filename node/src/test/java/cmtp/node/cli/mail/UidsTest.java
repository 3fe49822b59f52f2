package cmtp.node.cli.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UidsTest {
  @Test
  void readsSinglesListsAndRanges() {
    assertEquals(
        Optional.of(List.of(3L, 5L, 7L, 8L, 9L)), Uids.parse(List.of("3,5", "7-9", "8", "3")));
    assertEquals(Optional.of(List.of(4294967295L)), Uids.parse(List.of("4294967295")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "0-3", "-3", "a", "3-", "5-3", "1.5", "4294967296", "1-1001", "3,,4"})
  void refusesAnythingElse(String text) {
    assertEquals(Optional.empty(), Uids.parse(List.of(text)));
  }

  @Test
  void takesAThousandAtMost() {
    assertEquals(1000, Uids.parse(List.of("1-1000")).orElseThrow().size());
    assertEquals(Optional.empty(), Uids.parse(List.of("1-1000", "1001")));
  }
}
