package cmtp.simulations.load.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharesTest {
  @Test
  void drawsInProportionToTheWeights() {
    Shares<Operation> mix = Shares.operations("mail=70,list=20,fetch=10");
    int[] drawn = new int[3];
    for (int i = 0; i < 1000; i++) {
      drawn[mix.draw(i / 1000.0)]++;
    }
    assertEquals(700, drawn[0], 1);
    assertEquals(200, drawn[1], 1);
    assertEquals(100, drawn[2], 1);
    assertEquals(List.of(Operation.MAIL, Operation.LIST, Operation.FETCH), mix.all());
  }

  @Test
  void takesASingleOneWithoutAWeight() {
    assertEquals(List.of(1 << 20), Shares.sizes("1MiB").all());
    assertEquals(0, Shares.sizes("1MiB").draw(0.999));
  }

  @Test
  void writesWhatItReads() {
    String text = "mail=70,getrec=0.5";
    assertEquals(text, Shares.operations(text).text(Operation::text));
    assertEquals("mail", Shares.operations("mail=3").text(Operation::text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "mail=0", "mail=-1", "mail=x", "mail=NaN", "mail=1,mail=2", "mail,", "=1"})
  void refusesWhatIsNoMix(String text) {
    assertThrows(IllegalArgumentException.class, () -> Shares.operations(text));
  }

  @Test
  void namesTheCommandsThatThereAre() {
    String said =
        assertThrows(IllegalArgumentException.class, () -> Shares.operations("mail=1,smtp=2"))
            .getMessage();
    assertTrue(said.startsWith("'smtp' is no command"), said);
    assertTrue(said.contains("mail, keyrequest, getrec, login, list, fetch"), said);
  }
}
