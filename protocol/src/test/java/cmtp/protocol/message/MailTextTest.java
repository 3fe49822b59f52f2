package cmtp.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MailTextTest {
  @Test
  void opensToWhatWasWritten() {
    for (long seed = 0; seed < 500; seed++) {
      MailText text = random(new Random(seed));
      assertEquals(text, MailText.decode(text.encode()), "seed " + seed);
    }
  }

  @Test
  void writesTwoNulsForNoCarbonCopies() {
    MailText text = new MailText(1, "s", "", List.of(), "t");
    assertEquals(Bytes.utf8("\0\0\0\1s\0\0\0\0t"), text.encode());
  }

  @Test
  void takesTheLongestAddressWithItsPrefix() {
    String longest = "bcc:" + "a".repeat(255) + "@" + "b".repeat(253);
    MailText text = new MailText(1, "", "", List.of(longest), "t");
    assertEquals(text, MailText.decode(text.encode()));
  }

  @Test
  void showsABodyWithoutInnerHeaderAsText() {
    MailText shown = MailText.decode(Bytes.utf8("Hello Bob,\nno header here.\n"));
    assertEquals(new MailText(0, "", "", List.of(), "Hello Bob,\nno header here.\n"), shown);
  }

  @Test
  void showsTooManyCarbonCopiesAsText() {
    MailText most = new MailText(1, "", "", Collections.nCopies(10_000, "a@b"), "t");
    assertEquals(most, MailText.decode(most.encode()));
    MailText more = new MailText(1, "", "", Collections.nCopies(10_001, "a@b"), "t");
    assertEquals(List.of(), MailText.decode(more.encode()).carbonCopies());
  }

  @Test
  void showsAnOverlongSubjectAsText() {
    String subject = "s".repeat(Limits.TEXT_BYTES_MAX + 1);
    Bytes body = Bytes.utf8("\0\0\0\1" + subject + "\0\0\0\0t");
    assertEquals("", MailText.decode(body).subject());
    assertEquals(body.utf8(), MailText.decode(body).text());
  }

  private static MailText random(Random random) {
    List<String> copies = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      copies.add(word(random, 1, 30) + "@" + word(random, 1, 30));
    }
    return new MailText(
        random.nextInt() & 0xFFFFFFFFL,
        word(random, 0, 200),
        word(random, 0, 60),
        copies,
        word(random, 0, 2000));
  }

  private static String word(Random random, int least, int most) {
    StringBuilder word = new StringBuilder();
    for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
      word.appendCodePoint(
          "abc äöЖ漢\n😀".codePoints().skip(random.nextInt(10)).findFirst().orElse('x'));
    }
    return word.toString();
  }
}
