package cmtp.protocol.fuzz;

import cmtp.protocol.Bytes;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.NamedFile;
import java.util.List;
import java.util.Optional;

/** Any bytes as what a body or an attachment opened to. */
public final class OpenedContentFuzz {
  private OpenedContentFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Bytes opened = Bytes.of(input);
    MailText text = MailText.decode(opened);
    if (!text.equals(new MailText(0, "", "", List.of(), opened.utf8()))) {
      Must.beEqual(text, MailText.decode(text.encode()), "written means what was read");
    }
    Optional<NamedFile> file = NamedFile.decode(opened);
    file.ifPresent(f -> Must.beEqual(opened, f.encode(), "written as it was read"));
  }
}
