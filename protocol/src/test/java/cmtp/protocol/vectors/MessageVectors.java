package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Whole messages and their identity, with everything that is hashed on the way. */
final class MessageVectors {
  static final String KIND = "message";

  static final Bytes BODY =
      RawCrypto.seal(BodyVectors.PLAIN, RawKey.BOB.curvePublic(), Raw.fill(0xe1, 32));
  private static final Bytes FIRST =
      RawCrypto.seal(Raw.text("notes.txt\0first"), RawKey.BOB.curvePublic(), Raw.fill(0xe2, 32));
  private static final Bytes SECOND =
      RawCrypto.seal(Raw.text("photo.jpg\0second"), RawKey.BOB.curvePublic(), Raw.fill(0xe3, 32));

  private MessageVectors() {}

  static List<Vector> all() {
    Bytes dig = entry(digests(BODY, FIRST, SECOND));
    Bytes signature = entry("X1 sig k=not checked here");
    return List.of(
        message("message_without_log", "", Bytes.EMPTY, 0).comment("The simplest one.").done(BODY),
        message("message_log_of_one_nul", "", Bytes.of((byte) 0), 1)
            .comment("An empty entry is no entry, but its NUL belongs to the origin.")
            .done(BODY),
        message("message_with_attachments", "", dig, dig.length())
            .comment("Two attachments, and a digest entry that agrees.")
            .done(BODY, FIRST, SECOND),
        message("message_signed", "", Raw.join(dig, signature), dig.length())
            .comment("What follows the origin does not change the mid.")
            .done(BODY, FIRST, SECOND),
        message("message_hop_first", "", Raw.join(entry("X1 hop d=x"), dig), 0)
            .comment("The origin ends before a hop entry, here at once.")
            .done(BODY, FIRST, SECOND),
        message("message_log_without_nul", "", Raw.text("line one\nX1 sig k\n"), 9)
            .comment("A log without any NUL is split at LF.")
            .done(BODY),
        message("message_digest_of_another_body", "refused:digest", entry(digests(FIRST)), -1)
            .comment("The digest entry names another body.")
            .done(BODY),
        message(
                "message_digests_in_wrong_order",
                "refused:digest",
                entry(digests(BODY, SECOND, FIRST)),
                -1)
            .comment("The digests of the attachments are exchanged.")
            .done(BODY, FIRST, SECOND),
        message("message_digest_missing", "refused:digest", entry(digests(BODY, FIRST)), -1)
            .comment("A digest for one of two attachments.")
            .done(BODY, FIRST, SECOND));
  }

  static Bytes entry(String text) {
    return new Raw().str(text).bytes();
  }

  static String digests(Bytes body, Bytes... attachments) {
    List<String> all = new ArrayList<>();
    for (Bytes attachment : attachments) {
      all.add(base64(RawCrypto.hash(attachment)));
    }
    return "X1 dig b=" + base64(RawCrypto.hash(body)) + " a=" + String.join(",", all);
  }

  static String base64(Bytes bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
  }

  /** The mid of a message from alice to bob, as the vectors of other kinds need it. */
  static Bytes mid(Bytes origin, Bytes body, Bytes... attachments) {
    return RawCrypto.hash(midInput(origin, body, attachments));
  }

  private static Bytes midInput(Bytes origin, Bytes body, Bytes... attachments) {
    Raw input =
        new Raw()
            .str("CMTP-MID-1")
            .u32(1)
            .u32(attachments.length)
            .u64(body.length())
            .str("bob")
            .str("example.org")
            .str("alice")
            .str("example.org")
            .raw(RawCrypto.hash(origin))
            .raw(RawCrypto.hash(body));
    for (Bytes attachment : attachments) {
      input.raw(RawCrypto.hash(attachment));
    }
    return input.bytes();
  }

  private static Case message(String name, String expect, Bytes log, int originLength) {
    String outcome = expect.isEmpty() ? OK : expect;
    return new Case(Vector.named(name, KIND, "5.1", outcome), log, originLength);
  }

  /** A message about to be made; an origin length of -1 is the whole log. */
  private record Case(Vector.Builder vector, Bytes log, int originLength) {
    Case comment(String text) {
      vector.comment(text);
      return this;
    }

    Vector done(Bytes body, Bytes... attachments) {
      Bytes origin = originLength < 0 ? log : log.slice(0, originLength);
      Raw message =
          new Raw()
              .raw(CommandVectors.header(1, attachments.length, log.length(), body.length()))
              .raw(log)
              .raw(body);
      vector.with("origin", origin).with("origin-hash", RawCrypto.hash(origin));
      vector.with("body-hash", RawCrypto.hash(body));
      for (Bytes attachment : attachments) {
        message.u64(attachment.length()).raw(attachment);
        vector.with("attachment-hash", RawCrypto.hash(attachment));
      }
      return vector
          .with("mid-input", midInput(origin, body, attachments))
          .with("mid", RawCrypto.hash(midInput(origin, body, attachments)))
          .input(message.bytes());
    }
  }
}
