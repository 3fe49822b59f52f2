package cmtp.simulations.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.command.Reply;
import cmtp.protocol.crypto.SigningKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyCheckTest {
  private static final SigningKey SERVER = Mailboxes.key(200);
  private static final Bytes NO_SIGNATURE = Bytes.wrap(new byte[64]);

  private final Workload workload = Workload.prepare(Mailboxes.of(2), 1024, Mailboxes.RUN, 1);

  @Test
  void takesABareSuccessAndAReceiptForThatMessage() {
    ReplyCheck check = check(1);
    assertTrue(check.refusal(0, signed("SUCCESS")).isEmpty());
    assertTrue(check.refusal(1, signed("SUCCESS")).isEmpty());
    assertTrue(check.refusal(2, signed("SUCCESS " + workload.mid(2))).isEmpty());
  }

  @Test
  void seesAReceiptForAnotherMessage() {
    assertEquals(
        Optional.of("a receipt for another message"),
        check(1).refusal(1, signed("SUCCESS " + workload.mid(2))));
  }

  @Test
  void seesAWrongSignatureAlsoAfterARightOneForTheSameText() {
    ReplyCheck check = check(1);
    assertTrue(check.refusal(0, signed("SUCCESS")).isEmpty());
    assertEquals(
        Optional.of("a reply whose signature is wrong"),
        check.refusal(1, new Reply.General("SUCCESS", NO_SIGNATURE)));
  }

  @Test
  void checksTheFirstOfSoManyInFull() {
    ReplyCheck check = check(3);
    Reply forged = new Reply.General("SUCCESS", NO_SIGNATURE);
    boolean[] seen = new boolean[7];
    for (int number = 0; number < seen.length; number++) {
      seen[number] = check.refusal(number, forged).isPresent();
    }
    assertEquals("[true, false, false, true, false, false, true]", java.util.Arrays.toString(seen));
    assertTrue(check(0).refusal(0, forged).isEmpty());
  }

  @Test
  void tellsWhyTheNodeRefused() {
    ReplyCheck check = check(0);
    assertEquals(Optional.of("FAILURE busy"), check.refusal(0, signed("FAILURE busy")));
    assertEquals(
        Optional.of("DELIVERYFAILURE"),
        check.refusal(0, new Reply.Text("DELIVERYFAILURE", NO_SIGNATURE)));
    assertTrue(check.refusal(0, signed("SUCCESSFUL")).isPresent());
    assertTrue(check.refusal(0, new Reply.Text("SUCCESS", NO_SIGNATURE)).isPresent());
  }

  private ReplyCheck check(long every) {
    return new ReplyCheck(SERVER.publicKey(), workload, every);
  }

  private static Reply signed(String text) {
    return new Reply.General(text, SERVER.sign(Bytes.utf8(text)));
  }
}
