package cmtp.node.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.net.PeerAnswers.Found;
import cmtp.node.peer.AnswerForm;
import cmtp.node.peer.PeerReply;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Reply;
import cmtp.protocol.command.Status;
import cmtp.protocol.crypto.SigningKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerAnswersTest {
  private static final Bytes SIGNATURE = Bytes.wrap(new byte[64]);
  private static final Bytes KEY = SigningKey.generate().publicKey().bytes();
  private static final Bytes AWAKE = Bytes.utf8("O_O\n\0");

  private static Found fed(AnswerForm form, Bytes... pieces) {
    PeerAnswers answers = new PeerAnswers();
    answers.expect(form);
    Found found = answers.next();
    for (Bytes piece : pieces) {
      assertEquals(Found.Nothing.INSTANCE, found);
      answers.feed(piece);
      found = answers.next();
    }
    return found;
  }

  @Test
  void understandsEveryFormInAnyTwoPieces() {
    Map<AnswerForm, Reply> replies =
        Map.of(
            AnswerForm.TEXT, new Reply.General("SUCCESS", SIGNATURE),
            AnswerForm.KEY, new Reply.Key(KEY, SIGNATURE),
            AnswerForm.X1, new Reply.X1(Status.OK, Bytes.utf8("payload"), SIGNATURE),
            AnswerForm.SECURE, new Reply.X1(Status.OK, KEY, SIGNATURE),
            AnswerForm.CMTPD_KEY, new Reply.Key(KEY, SIGNATURE));
    replies.forEach(
        (form, reply) -> {
          Bytes whole = reply.encode();
          for (int cut = 1; cut < whole.length(); cut++) {
            assertEquals(
                new Found.Answer(new PeerReply.Signed(reply)),
                fed(form, whole.slice(0, cut), whole.slice(cut, whole.length())));
          }
        });
  }

  @Test
  void understandsTheProgramsAnswerToNoopInAnyTwoPieces() {
    for (int cut = 1; cut < AWAKE.length(); cut++) {
      assertEquals(
          new Found.Answer(PeerReply.Awake.INSTANCE),
          fed(AnswerForm.CMTPD_NOOP, AWAKE.slice(0, cut), AWAKE.slice(cut, AWAKE.length())));
    }
  }

  @Test
  void takesNothingElseForAnAnswerToNoop() {
    for (String said : new String[] {"x", "O_o", "O_O\n\0\0", "SUCCESS\0"}) {
      assertTrue(fed(AnswerForm.CMTPD_NOOP, Bytes.utf8(said)) instanceof Found.Broken);
    }
  }

  @Test
  void takesWhateverIsNoKeyForGarbled() {
    Bytes good = new Reply.Key(KEY, SIGNATURE).encode();
    Bytes withoutEnd = Bytes.concat(good.slice(0, 101), Bytes.of((byte) 1));
    Bytes more = Bytes.concat(good, Bytes.of((byte) 0));
    for (Bytes said :
        new Bytes[] {
          Bytes.utf8("x"), Bytes.hex("0000000041"), Bytes.hex("0001"), withoutEnd, more
        }) {
      assertEquals(new Found.Answer(PeerReply.Garbled.INSTANCE), fed(AnswerForm.CMTPD_KEY, said));
    }
  }

  @Test
  void refusesTheFormOfAnotherQuestion() {
    Bytes key = new Reply.Key(KEY, SIGNATURE).encode();
    Bytes x1 = new Reply.X1(Status.OK, Bytes.EMPTY, SIGNATURE).encode();
    assertTrue(fed(AnswerForm.TEXT, key) instanceof Found.Broken);
    assertTrue(fed(AnswerForm.TEXT, x1) instanceof Found.Broken);
    assertTrue(
        fed(AnswerForm.X1, new Reply.General("SUCCESS", SIGNATURE).encode())
            instanceof Found.Broken);
  }

  @Test
  void takesAnAnswerOfAChainsLengthAndNoLongerOne() {
    Bytes longest = Bytes.wrap(new byte[16 * 4100 + 4]);
    Reply.X1 chain = new Reply.X1(Status.OK, longest, SIGNATURE);
    assertTrue(fed(AnswerForm.X1, chain.encode()) instanceof Found.Answer);
    Bytes endless = Bytes.concat(Bytes.hex("000000014f4b000000000000200000"), Bytes.EMPTY);
    PeerAnswers answers = new PeerAnswers();
    answers.expect(AnswerForm.X1);
    answers.feed(endless);
    answers.feed(Bytes.wrap(new byte[PeerAnswers.BYTES_MAX - endless.length()]));
    assertEquals(Found.Nothing.INSTANCE, answers.next());
    answers.feed(Bytes.of((byte) 0));
    assertTrue(answers.next() instanceof Found.Broken);
  }

  @Test
  void readsTheProgramsGreetingUpToItsNul() {
    PeerAnswers answers = new PeerAnswers();
    answers.feed(Bytes.utf8("Welcome to CMTP version < 1\n"));
    assertEquals(Found.Nothing.INSTANCE, answers.greeting());
    answers.feed(Bytes.utf8("\0"));
    assertEquals(new Found.Greeting("Welcome to CMTP version < 1"), answers.greeting());
    assertEquals(0, answers.heldBytes());
  }
}
