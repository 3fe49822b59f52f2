package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.util.List;

/** Logs: where entries and the origin end. */
final class LogVectors {
  static final String KIND = "log";
  static final String DIGEST = "digest-entry";

  private LogVectors() {}

  static List<Vector> hops() {
    String relay = "X1 hop d=a.example a=relay t=1";
    return List.of(
        hops("log_of_16_hops", OK, "As many nodes as a message may pass.", 16),
        hops("log_of_17_hops", "refused:loop", "One node too many.", 17),
        hops("log_relayed_twice", "refused:loop", "One domain relays twice.", relay, relay),
        hops(
            "log_relayed_and_received",
            OK,
            "One domain, but it relays once.",
            relay,
            "X1 hop d=a.example a=recv t=2"));
  }

  private static Vector hops(String name, String expect, String comment, int count) {
    String[] entries = new String[count];
    for (int i = 0; i < count; i++) {
      entries[i] = "X1 hop d=" + i + ".example a=relay t=" + i;
    }
    return hops(name, expect, comment, entries);
  }

  private static Vector hops(String name, String expect, String comment, String... entries) {
    Vector.Builder vector =
        Vector.named(name, KIND, "6.4", expect).comment(comment).with("origin", "");
    Raw log = new Raw();
    for (String entry : entries) {
      vector.with("entry", Raw.text(entry));
      log.str(entry);
    }
    return vector.input(log.bytes());
  }

  static List<Vector> all() {
    String dig = MessageVectors.digests(CommandVectors.BOX);
    String longDig = MessageVectors.digests(CommandVectors.BOX, CommandVectors.BOX);
    String bare = dig.substring(0, dig.length() - " a=".length());
    return List.of(
        log("log_empty", "No bytes.", 0, Bytes.EMPTY),
        log("log_of_one_nul", "A single NUL is the empty log too.", 1, Raw.text("\0")),
        log(
            "log_with_empty_entries",
            "Empty entries are dropped.",
            7,
            Raw.text("\0a\0\0\0b\0"),
            "a",
            "b"),
        log(
            "log_of_64_entries",
            "As many as may be.",
            128,
            Raw.text("x\0".repeat(64)),
            "x ".repeat(64).strip().split(" ")),
        log(
            "log_without_nul",
            "It is split at LF instead.",
            8,
            Raw.text("one\ntwo\n"),
            "one",
            "two"),
        log(
            "log_lf_inside_entry",
            "With a NUL, LF splits nothing.",
            8,
            Raw.text("one\ntwo\0"),
            "one\ntwo"),
        log(
            "log_origin_before_signature",
            "The origin ends before the first signature.",
            4,
            Raw.text("one\0X1 sig k=a\0two\0"),
            "one",
            "X1 sig k=a",
            "two"),
        log(
            "log_origin_before_any_x1_sig",
            "Six bytes decide, whatever follows them.",
            4,
            Raw.text("one\0X1 signature\0"),
            "one",
            "X1 signature"),
        log(
            "log_x1_sig_inside_entry",
            "Only an entry's beginning counts.",
            11,
            Raw.text("not X1 sig\0"),
            "not X1 sig"),
        digest("log_digest", OK, dig, "Without attachments.", 0),
        digest("log_digest_without_a", OK, bare, "The list may be left out.", 0),
        digest(
            "log_digest_fields_exchanged",
            OK,
            "X1 dig a= z=1 " + bare.substring(7),
            "Any order, unknown fields ignored.",
            0),
        digest("log_digest_with_two_equal", OK, longDig, "One attachment.", 1),
        digest(
            "log_digest_of_31_bytes",
            "malformed:entry",
            "X1 dig b=" + MessageVectors.base64(Raw.fill(1, 31)) + " a=",
            "Too short.",
            0),
        digest(
            "log_digest_with_padding", "malformed:entry", bare + "= a=", "Base64 with padding.", 0),
        digest(
            "log_digest_low_bits_set",
            "malformed:entry",
            "X1 dig b=" + "A".repeat(42) + "B a=",
            "Unused low bits are not zero.",
            0),
        digest(
            "log_digest_in_standard_base64",
            "malformed:entry",
            "X1 dig b=" + "/".repeat(42) + "8 a=",
            "The other alphabet.",
            0),
        digest("log_digest_without_b", "malformed:entry", "X1 dig a=", "No body.", 0),
        broken("log_of_65_entries", "One entry too many.", Raw.text("x\0".repeat(65))),
        broken("log_not_utf8", "A lone first byte.", Bytes.hex("61c300")),
        broken("log_unterminated", "A NUL inside but not at the end.", Raw.text("a\0b")));
  }

  private static Vector log(
      String name, String comment, int originLength, Bytes log, String... entries) {
    Vector.Builder vector =
        Vector.named(name, KIND, "4.7", OK)
            .comment(comment)
            .with("origin", log.slice(0, originLength));
    for (String entry : entries) {
      vector.with("entry", Raw.text(entry));
    }
    return vector.input(log);
  }

  private static Vector digest(
      String name, String expect, String entry, String comment, int attachments) {
    Vector.Builder vector =
        Vector.named(name, DIGEST, "6.2", expect).comment(comment).with("text", entry);
    if (expect.equals(OK)) {
      vector.with("body-hash", RawCrypto.hash(CommandVectors.BOX)).with("attachments", attachments);
    }
    return vector.input(Raw.text(entry));
  }

  private static Vector broken(String name, String comment, Bytes log) {
    return Vector.named(name, KIND, "4.7", "malformed:log").comment(comment).input(log);
  }
}
