package cmtp.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.Bytes;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.NamedFile;
import java.util.List;
import java.util.Optional;

/** Reads what a body or an attachment opened to. */
final class BodyCheck {
  private BodyCheck() {}

  static String body(Vector vector) {
    MailText text = MailText.decode(vector.input());
    if (text.equals(new MailText(0, "", "", List.of(), vector.input().utf8()))) {
      return "malformed:no-inner-header";
    }
    assertEquals(vector.number("seconds"), text.writtenAtSeconds());
    assertEquals(vector.bytes("subject").utf8(), text.subject());
    assertEquals(vector.get("reply-to"), text.replyTo());
    assertEquals(vector.all("carbon-copy"), text.carbonCopies());
    assertEquals(vector.bytes("text").utf8(), text.text());
    assertEquals(vector.input(), text.encode());
    return Vector.OK;
  }

  static String attachment(Vector vector) {
    Optional<NamedFile> file = NamedFile.decode(vector.input());
    if (file.isEmpty()) {
      return "malformed:name";
    }
    assertEquals(vector.bytes("file-name").utf8(), file.get().name());
    assertEquals(vector.bytes("data"), file.get().data());
    assertEquals(vector.input(), file.get().encode());
    assertEquals(Bytes.utf8(file.get().name()), vector.bytes("file-name"));
    return Vector.OK;
  }
}
