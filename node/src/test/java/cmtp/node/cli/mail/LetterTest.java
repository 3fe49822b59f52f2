package cmtp.node.cli.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.address.Address;
import cmtp.protocol.message.NamedFile;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LetterTest {
  private static final Address ME = Address.parse("me@a.org");
  private static final Address TO = Address.parse("to@a.org");
  private static final Address TOO = Address.parse("too@a.org");
  private static final Address CC = Address.parse("cc@b.org");
  private static final Address BCC = Address.parse("bcc@b.org");

  private static Letter letter(List<Address> to, List<Address> cc, List<Address> bcc) {
    return new Letter(1, ME, to, cc, bcc, "", "s", "t", List.of());
  }

  private static Letter letter(String subject, List<NamedFile> files) {
    return new Letter(1, ME, List.of(TO), List.of(), List.of(), "", subject, "t", files);
  }

  @Test
  void showsEachRecipientTheOtherVisibleOnes() {
    Letter letter = letter(List.of(TO, TOO), List.of(CC), List.of(BCC));
    assertEquals(List.of("too@a.org", "cc@b.org"), letter.textFor(TO).carbonCopies());
    assertEquals(List.of("to@a.org", "too@a.org"), letter.textFor(CC).carbonCopies());
    assertEquals(List.of("to@a.org", "too@a.org", "cc@b.org"), letter.textFor(BCC).carbonCopies());
  }

  @Test
  void tellsOnlyTheSenderOfBlindCopies() {
    Letter letter = letter(List.of(TO), List.of(CC), List.of(BCC));
    assertEquals(
        List.of("to:to@a.org", "cc:cc@b.org", "bcc:bcc@b.org"), letter.ownText().carbonCopies());
    for (Address recipient : letter.recipients()) {
      assertTrue(
          letter.textFor(recipient).carbonCopies().stream().noneMatch(c -> c.contains("bcc")));
    }
  }

  @Test
  void goesToEachRecipientOnce() {
    Letter letter = letter(List.of(TO, TO), List.of(TO, CC), List.of(BCC, CC, TO));
    assertEquals(List.of(TO, CC, BCC), letter.recipients());
  }

  @Test
  void hasASubjectOfOneLineAndUnixLineEnds() {
    Letter letter =
        new Letter(
            1, ME, List.of(TO), List.of(), List.of(), "", " a\r\nb\t", "x\r\ny\rz", List.of());
    assertEquals("a b", letter.subject());
    assertEquals("x\ny\nz", letter.text());
  }

  @Test
  void measuresSubjectsInBytes() {
    assertEquals(Optional.empty(), letter("é".repeat(512), List.of()).problem(Limits.DEFAULT));
    assertTrue(letter("é".repeat(513), List.of()).problem(Limits.DEFAULT).isPresent());
  }

  @Test
  void boundsAttachments() {
    NamedFile file = new NamedFile("f", Bytes.EMPTY);
    assertEquals(
        Optional.empty(), letter("", Collections.nCopies(256, file)).problem(Limits.DEFAULT));
    assertTrue(letter("", Collections.nCopies(257, file)).problem(Limits.DEFAULT).isPresent());
  }

  @Test
  void refusesWhatTheServerWouldRefuseForItsSize() {
    Limits limits = new Limits(1024 * 1024, 64 * 1024);
    NamedFile small = new NamedFile("f", Bytes.wrap(new byte[900 * 1024]));
    NamedFile large = new NamedFile("f", Bytes.wrap(new byte[1024 * 1024]));
    assertEquals(Optional.empty(), letter("", List.of(small)).problem(limits));
    String problem = letter("", List.of(large)).problem(limits).orElseThrow();
    assertTrue(problem.contains("1.0 MiB"), problem);
  }

  @Test
  void needsARecipient() {
    assertTrue(letter(List.of(), List.of(), List.of()).problem(Limits.DEFAULT).isPresent());
  }
}
