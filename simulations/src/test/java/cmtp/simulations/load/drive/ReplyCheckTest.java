package cmtp.simulations.load.drive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Reply;
import cmtp.protocol.command.Status;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.SigningKey;
import cmtp.simulations.load.plan.Operation;
import cmtp.simulations.load.plan.Shares;
import cmtp.simulations.load.target.Mailboxes;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyCheckTest {
  private static final SigningKey SERVER = Mailboxes.key(200);
  private static final DomainName DOMAIN = new DomainName("example.org");
  private static final Bytes FRAME = Bytes.utf8("any frame");
  private static final Bytes NO_SIGNATURE = Bytes.wrap(new byte[64]);

  private final Workload workload =
      Workload.prepare(Mailboxes.of(2), Shares.only(1024), Mailboxes.RUN, 1);

  @Test
  void takesABareSuccessAndAReceiptForThatMessage() {
    ReplyCheck check = check(1);
    assertTrue(check.refusal(mail(0), Bytes.EMPTY, signed("SUCCESS")).isEmpty());
    assertTrue(check.refusal(mail(1), Bytes.EMPTY, signed("SUCCESS")).isEmpty());
    assertTrue(
        check.refusal(mail(2), Bytes.EMPTY, signed("SUCCESS " + workload.mid(2, 0))).isEmpty());
  }

  @Test
  void seesAReceiptForAnotherMessage() {
    assertEquals(
        Optional.of("a receipt for another message"),
        check(1).refusal(mail(1), Bytes.EMPTY, signed("SUCCESS " + workload.mid(2, 0))));
  }

  @Test
  void seesAWrongSignatureAlsoAfterARightOneForTheSameText() {
    ReplyCheck check = check(1);
    assertTrue(check.refusal(mail(0), Bytes.EMPTY, signed("SUCCESS")).isEmpty());
    assertEquals(
        Optional.of("a reply whose signature is wrong"),
        check.refusal(mail(1), Bytes.EMPTY, new Reply.General("SUCCESS", NO_SIGNATURE)));
  }

  @Test
  void checksTheFirstOfSoManyInFull() {
    ReplyCheck check = check(3);
    Reply forged = new Reply.General("SUCCESS", NO_SIGNATURE);
    boolean[] seen = new boolean[7];
    for (int number = 0; number < seen.length; number++) {
      seen[number] = check.refusal(mail(number), Bytes.EMPTY, forged).isPresent();
    }
    assertEquals("[true, false, false, true, false, false, true]", java.util.Arrays.toString(seen));
    assertTrue(check(0).refusal(mail(0), Bytes.EMPTY, forged).isEmpty());
  }

  @Test
  void tellsWhyTheNodeRefused() {
    ReplyCheck check = check(0);
    assertEquals(
        Optional.of("FAILURE busy"), check.refusal(mail(0), Bytes.EMPTY, signed("FAILURE busy")));
    assertEquals(
        Optional.of("DELIVERYFAILURE"),
        check.refusal(mail(0), Bytes.EMPTY, new Reply.Text("DELIVERYFAILURE", NO_SIGNATURE)));
    assertTrue(check.refusal(mail(0), Bytes.EMPTY, signed("SUCCESSFUL")).isPresent());
    assertTrue(
        check.refusal(mail(0), Bytes.EMPTY, new Reply.Text("SUCCESS", NO_SIGNATURE)).isPresent());
  }

  @Test
  void takesTheMailboxesKeyAndSeesAnotherOne() {
    Bytes right = Mailboxes.key(1).publicKey().bytes();
    Bytes wrong = Mailboxes.key(0).publicKey().bytes();
    ReplyCheck check = check(1);
    Request question = other(Operation.KEYREQUEST);
    assertTrue(check.refusal(question, FRAME, new Reply.Key(right, SERVER.sign(right))).isEmpty());
    assertEquals(
        Optional.of("keyrequest: another key"),
        check.refusal(question, FRAME, new Reply.Key(wrong, SERVER.sign(wrong))));
    assertEquals(
        Optional.of("keyrequest: KEYNOTAVAILABLE"),
        check.refusal(question, FRAME, new Reply.Text("KEYNOTAVAILABLE", NO_SIGNATURE)));
  }

  @Test
  void takesAnX1ReplyToThisFrameOnly() {
    Bytes payload = Bytes.utf8("payload");
    Bytes signed =
        SignedInput.reply(DOMAIN, Hash.of(FRAME), 0, "OK", payload.length(), Hash.of(payload));
    Reply.X1 reply = new Reply.X1(Status.OK, payload, SERVER.sign(signed));
    assertTrue(check(1).refusal(other(Operation.LIST), FRAME, reply).isEmpty());
    assertEquals(
        Optional.of("list: a reply whose signature is wrong"),
        check(1).refusal(other(Operation.LIST), Bytes.utf8("another"), reply));
    assertEquals(
        Optional.of("fetch: NOTFOUND no such message"),
        check(1)
            .refusal(
                other(Operation.FETCH),
                FRAME,
                new Reply.X1(Status.NOTFOUND, Bytes.utf8("no such message"), NO_SIGNATURE)));
  }

  @Test
  void tellsThatALoginWasRefused() {
    assertEquals(
        Optional.of("login: FAILURE too often"),
        check(1).refusal(other(Operation.LOGIN), FRAME, signed("FAILURE too often")));
  }

  private ReplyCheck check(long every) {
    return new ReplyCheck(SERVER.publicKey(), DOMAIN, workload, every);
  }

  private static Request mail(long number) {
    return new Request(Operation.MAIL, number, 0, 0, true);
  }

  private static Request other(Operation operation) {
    return new Request(operation, 1, 0, 0, true);
  }

  private static Reply signed(String text) {
    return new Reply.General(text, SERVER.sign(Bytes.utf8(text)));
  }
}
