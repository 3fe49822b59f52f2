package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.util.List;

/** What bodies and attachments open to. */
final class BodyVectors {
  static final String BODY = "body";
  static final String ATTACHMENT = "attachment";

  static final Bytes PLAIN =
      new Raw()
          .u32(1_767_225_600L)
          .str("Lunch?")
          .str("")
          .str("carol@example.net")
          .str("")
          .raw(Raw.text("Today at noon.\n"))
          .bytes();

  private static final String SHOWN = "malformed:no-inner-header";

  private BodyVectors() {}

  static List<Vector> all() {
    return List.of(
        body("body_with_carbon_copy", "Lunch?", "", "Today at noon.\n", "carol@example.net")
            .comment("One other recipient.")
            .input(PLAIN),
        body("body_without_carbon_copies", "ü", "a@b.example", "text")
            .comment("No carbon copies: two NULs.")
            .input(
                new Raw()
                    .u32(1)
                    .str("ü")
                    .str("a@b.example")
                    .str("")
                    .str("")
                    .hex("74657874")
                    .bytes()),
        body("body_of_sent_copy", "s", "", "t", "to:bob@example.org", "bcc:eve@example.net")
            .comment("A sender's own copy says who got it how.")
            .input(
                new Raw()
                    .u32(1)
                    .str("s")
                    .str("")
                    .str("to:bob@example.org")
                    .str("bcc:eve@example.net")
                    .str("")
                    .hex("74")
                    .bytes()),
        body("body_empty", "", "", "")
            .comment("Nothing at all, in the right form.")
            .input(new Raw().u32(1).str("").str("").str("").str("").bytes()),
        shown("body_raw_text", "What the programs of 2017 write: no inner header.")
            .input(Raw.text("Hello Bob, this is the body.\nline 2\n")),
        shown("body_subject_of_1025_bytes", "One byte more than the longest subject.")
            .input(new Raw().u32(1).str("s".repeat(1025)).str("").str("").str("").bytes()),
        shown("body_subject_not_utf8", "Latin-1.")
            .input(new Raw().u32(1).hex("fc00").str("").str("").str("").bytes()),
        shown("body_one_nul_for_no_carbon_copies", "None at all are two NULs, not one.")
            .input(new Raw().u32(1).str("s").str("").str("").raw(Raw.text("text")).bytes()),
        shown("body_carbon_copies_unended", "The NUL that ends the list is missing.")
            .input(new Raw().u32(1).str("s").str("").str("a@b.example").bytes()),
        shown("body_of_three_bytes", "Not even a time.").input(Raw.text("hi\n")),
        Vector.named("attachment", ATTACHMENT, "4.9", OK)
            .comment("A name and data, which may hold NULs.")
            .with("file-name", Raw.text("notes für alle.txt"))
            .with("data", "610062")
            .input(new Raw().str("notes für alle.txt").hex("610062").bytes()),
        attachment("attachment_without_name_end", "No NUL.", Raw.text("notes.txt")),
        attachment(
            "attachment_name_of_1025_bytes", "Too long.", new Raw().str("n".repeat(1025)).bytes()),
        attachment("attachment_name_not_utf8", "Latin-1.", Bytes.hex("fc00")));
  }

  private static Vector.Builder body(
      String name, String subject, String replyTo, String text, String... copies) {
    Vector.Builder vector =
        Vector.named(name, BODY, "4.8", OK)
            .with("seconds", name.equals("body_with_carbon_copy") ? 1_767_225_600L : 1)
            .with("subject", Raw.text(subject))
            .with("reply-to", replyTo)
            .with("text", Raw.text(text));
    for (String copy : copies) {
      vector.with("carbon-copy", copy);
    }
    return vector;
  }

  private static Vector.Builder shown(String name, String comment) {
    return Vector.named(name, BODY, "4.8", SHOWN).comment(comment);
  }

  private static Vector attachment(String name, String comment, Bytes opened) {
    return Vector.named(name, ATTACHMENT, "4.9", "malformed:name").comment(comment).input(opened);
  }
}
