package cmtp.simulations.load.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  @Test
  void readsAddressesAndRangesOfThem() {
    assertEquals(
        List.of("127.0.0.254", "127.0.0.255", "127.0.1.0", "10.0.0.1", "::1"),
        AddressRange.parse("127.0.0.254-127.0.1.0,10.0.0.1,::1"));
  }

  @Test
  void takesAsManyAsItsBound() {
    assertEquals(4096, AddressRange.parse("127.0.0.0-127.0.15.255").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "127.0.0.256",
        "127.0.0",
        "127.0.0.9-127.0.0.1",
        "127.0.0.1-",
        "127.0.0.0-127.0.16.0",
        "999999999999.0.0.1",
        "::1-::2"
      })
  void refusesAnythingElse(String text) {
    assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text));
  }
}
