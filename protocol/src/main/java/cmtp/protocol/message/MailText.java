package cmtp.protocol.message;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.field.FieldWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a body opens to (SPEC 4.8).
 *
 * @param writtenAtSeconds Unix seconds as the sender says; 0 if the body had no inner header
 * @param subject at most 1 KiB
 * @param replyTo an address, or empty
 * @param carbonCopies the other recipients
 */
public record MailText(
    long writtenAtSeconds, String subject, String replyTo, List<String> carbonCopies, String text) {
  private static final int CARBON_COPIES_MAX = 10_000;
  private static final int ADDRESS_BYTES_MAX = 2 * Limits.NAME_BYTES_MAX;

  /** An address, and the longest of the prefixes {@code to: cc: bcc:}. */
  private static final int CARBON_COPY_BYTES_MAX = ADDRESS_BYTES_MAX + 4;

  public MailText {
    carbonCopies = List.copyOf(carbonCopies);
  }

  public Bytes encode() {
    FieldWriter out =
        new FieldWriter()
            .u32(writtenAtSeconds)
            .str(bounded(subject, "subject", Limits.TEXT_BYTES_MAX))
            .str(bounded(replyTo, "reply-to address", ADDRESS_BYTES_MAX));
    carbonCopies.forEach(out::str);
    if (carbonCopies.isEmpty()) {
      out.str("");
    }
    return out.str("").bytes(Bytes.utf8(text)).toBytes();
  }

  /**
   * Reads an opened body. One that has no inner header (the 2017 programs write none) is taken as
   * plain text, so that it can be read at all.
   */
  public static MailText decode(Bytes opened) {
    FieldReader in = new FieldReader(opened);
    long seconds = in.u32();
    String subject = in.str(Limits.TEXT_BYTES_MAX);
    String replyTo = in.str(ADDRESS_BYTES_MAX);
    List<String> carbonCopies = new ArrayList<>();
    String copy = in.str(CARBON_COPY_BYTES_MAX);
    if (copy.isEmpty()) {
      copy = in.str(0);
    }
    while (in.isOk() && !copy.isEmpty()) {
      if (carbonCopies.size() == CARBON_COPIES_MAX) {
        in.fail();
      }
      carbonCopies.add(copy);
      copy = in.str(CARBON_COPY_BYTES_MAX);
    }
    if (!in.isOk()) {
      return new MailText(0, "", "", List.of(), opened.utf8());
    }
    return new MailText(seconds, subject, replyTo, carbonCopies, in.rest().utf8());
  }

  private static String bounded(String text, String what, int bytesMax) {
    if (Bytes.utf8(text).length() > bytesMax) {
      throw new IllegalArgumentException("the " + what + " is longer than " + bytesMax + " bytes");
    }
    return text;
  }
}
