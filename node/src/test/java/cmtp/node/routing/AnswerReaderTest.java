package cmtp.node.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import cmtp.node.routing.AnswerReader.Complete;
import cmtp.node.routing.AnswerReader.Elsewhere;
import cmtp.node.routing.AnswerReader.Path;
import cmtp.protocol.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class AnswerReaderTest {
  private static final Question MX = new Question(Name.fromConstantString("a.test."), Type.MX);
  private static final String SOA = "test. 300 IN SOA ns. x. 1 1 1 1 20";

  private final Message message = new Message(1);

  AnswerReaderTest() {
    message.getHeader().setFlag(Flags.QR);
    message.addRecord(Record.newRecord(MX.name(), MX.type(), DClass.IN), Section.QUESTION);
  }

  @Test
  void takesTheRecordsAskedForWithTheLeastTtl() {
    answer("a.test. 300 IN MX 10 x.", "a.test. 200 IN MX 20 y.");
    Answer.Records read = assertInstanceOf(Answer.Records.class, read());
    assertEquals(2, read.records().size());
    assertEquals(Duration.ofSeconds(200), read.ttl());
  }

  @Test
  void overlooksRecordsOfOtherNamesAndSections() {
    answer("b.test. 300 IN MX 10 evil.", "a.test. 300 IN A 9.9.9.9", "a.test. 300 CH MX 10 evil.");
    add(Section.ADDITIONAL, "a.test. 300 IN MX 10 evil.");
    add(Section.AUTHORITY, SOA, "a.test. 300 IN MX 10 evil.");
    assertEquals(new Answer.Nothing(true, Duration.ofSeconds(20)), read());
  }

  @Test
  void followsAliasesAndTakesTheirTtlIntoAccount() {
    answer("c.test. 300 IN MX 10 x.", "b.test. 300 CNAME c.test.", "a.test. 30 CNAME b.test.");
    Answer.Records read = assertInstanceOf(Answer.Records.class, read());
    assertEquals("10 x.", read.toString());
    assertEquals(Duration.ofSeconds(30), read.ttl());
  }

  @Test
  void asksOnWhereAnAliasLeadsOutOfTheMessage() {
    answer("a.test. 30 CNAME b.example.");
    Path next = assertInstanceOf(Elsewhere.class, AnswerReader.read(message, asked())).next();
    assertEquals("MX b.example", next.question().toString());
    assertEquals(1, next.aliases());
    assertEquals(Duration.ofSeconds(30), next.ttl());
  }

  @Test
  void takesAnAliasWithoutRecordsButWithAnSoaForTheEnd() {
    answer("a.test. 300 CNAME b.test.");
    add(Section.AUTHORITY, SOA);
    assertEquals(new Answer.Nothing(true, Duration.ofSeconds(20)), read());
    message.getHeader().setRcode(Rcode.NXDOMAIN);
    assertEquals(new Answer.Nothing(false, Duration.ofSeconds(20)), read());
  }

  @Test
  void goesRoundInNoLoop() {
    answer("a.test. 30 CNAME b.test.", "b.test. 30 CNAME a.test.");
    assertEquals(new Answer.Failed("more than 8 aliases, or a loop"), read());
  }

  @Test
  void remembersShortlyThatThereIsNothingWhereNoSoaSaysForHowLong() {
    assertEquals(new Answer.Nothing(true, Duration.ofSeconds(30)), read());
    message.getHeader().setRcode(Rcode.NXDOMAIN);
    assertEquals(new Answer.Nothing(false, Duration.ofSeconds(30)), read());
  }

  @Test
  void takesAReferralForNoAnswer() {
    add(Section.AUTHORITY, "test. 300 IN NS ns.test.");
    assertEquals(new Answer.Failed("a referral instead of an answer"), read());
  }

  @Test
  void believesNoErrorNoTruncatedAndNoQuestion() {
    answer("a.test. 300 IN MX 10 x.");
    message.getHeader().setRcode(Rcode.SERVFAIL);
    assertEquals(new Answer.Failed("SERVFAIL"), read());
    message.getHeader().setRcode(Rcode.REFUSED);
    assertEquals(new Answer.Failed("REFUSED"), read());
    message.getHeader().setRcode(Rcode.NOERROR);
    message.getHeader().setFlag(Flags.TC);
    assertEquals(new Answer.Failed("truncated even over TCP"), read());
    message.getHeader().unsetFlag(Flags.TC);
    message.getHeader().unsetFlag(Flags.QR);
    assertEquals(new Answer.Failed("not an answer"), read());
  }

  @Test
  void takesTheServersWordThatItIsAuthenticOnlyFromOurOwnValidator() {
    answer("a.test. 300 IN MX 10 x.");
    message.getHeader().setFlag(Flags.AD);
    assertEquals(false, ((Answer.Records) read()).validated());
    Complete validating = (Complete) AnswerReader.read(message, Path.from(MX, true));
    assertEquals(true, ((Answer.Records) validating.answer()).validated());
    message.getHeader().unsetFlag(Flags.AD);
    validating = (Complete) AnswerReader.read(message, Path.from(MX, true));
    assertEquals(false, ((Answer.Records) validating.answer()).validated());
  }

  private Answer read() {
    return assertInstanceOf(Complete.class, AnswerReader.read(message, asked())).answer();
  }

  private static Path asked() {
    return Path.from(MX, false);
  }

  private void answer(String... lines) {
    add(Section.ANSWER, lines);
  }

  private void add(int section, String... lines) {
    for (String line : lines) {
      try (Master zone =
          new Master(new ByteArrayInputStream(Bytes.utf8(line + "\n").toArray()), Name.root, 60)) {
        message.addRecord(zone.nextRecord(), section);
      } catch (IOException wrong) {
        throw new IllegalArgumentException(wrong);
      }
    }
  }
}
