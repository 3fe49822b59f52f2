package cmtp.node.cli.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.address.Address;
import cmtp.protocol.message.MailText;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final Address ME = Address.parse("me@a.org");
  private static final Address SENDER = Address.parse("sender@b.org");
  private static final Address OTHER = Address.parse("other@c.org");

  private static MailText original(String replyTo, String... copies) {
    return new MailText(1, "subject", replyTo, List.of(copies), "one\ntwo\n");
  }

  @Test
  void goToTheSenderAlone() {
    assertEquals(
        new Answers.Recipients(List.of(SENDER), List.of()),
        Answers.to(ME, SENDER, original("", "other@c.org"), false));
  }

  @Test
  void goToTheReplyToAddressIfThereIsOne() {
    assertEquals(
        new Answers.Recipients(List.of(OTHER), List.of()),
        Answers.to(ME, SENDER, original("other@c.org"), false));
    assertEquals(List.of(SENDER), Answers.to(ME, SENDER, original("not an address"), false).to());
  }

  @Test
  void goToEverybodyButMyselfIfAsked() {
    assertEquals(
        new Answers.Recipients(List.of(SENDER), List.of(OTHER)),
        Answers.to(
            ME, SENDER, original("", "other@c.org", "me@a.org", "sender@b.org", "junk"), true));
  }

  @Test
  void goToTheRecipientsOfMyOwnLetters() {
    MailText sent = original("", "to:sender@b.org", "cc:other@c.org", "bcc:secret@d.org");
    assertEquals(
        new Answers.Recipients(List.of(SENDER), List.of(OTHER)), Answers.to(ME, ME, sent, true));
  }

  @Test
  void goToMyselfIfIWroteToMyself() {
    assertEquals(
        new Answers.Recipients(List.of(ME), List.of()), Answers.to(ME, ME, original(""), false));
  }

  @Test
  void haveASubjectWithOnePrefix() {
    assertEquals("Re: a", Answers.subject("Re:", "a"));
    assertEquals("RE: a", Answers.subject("Re:", "RE: a"));
    assertEquals("Re:", Answers.subject("Re:", ""));
  }

  @Test
  void quoteEachLine() {
    assertEquals("x wrote:\n> one\n> \n> two\n", Answers.quoted("x wrote:", "one\n\ntwo\n\n"));
  }
}
