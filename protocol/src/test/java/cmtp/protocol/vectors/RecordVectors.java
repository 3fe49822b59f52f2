package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.MessageVectors.base64;
import static cmtp.protocol.vectors.RawKey.ALICE;
import static cmtp.protocol.vectors.RawKey.BOB;
import static cmtp.protocol.vectors.RawKey.MALLORY;
import static cmtp.protocol.vectors.RawKey.SERVER;
import static cmtp.protocol.vectors.RawRecord.EXPIRES;
import static cmtp.protocol.vectors.RawRecord.ISSUED;
import static cmtp.protocol.vectors.RawRecord.fields;
import static cmtp.protocol.vectors.RawRecord.first;
import static cmtp.protocol.vectors.RawRecord.head;
import static cmtp.protocol.vectors.RawRecord.next;
import static cmtp.protocol.vectors.RawRecord.signed;
import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.util.List;

/** Single records: their one exact form, and their signatures. */
final class RecordVectors {
  static final String KIND = "record";

  /** alice's later key. */
  static final RawKey FRESH = RawCrypto.key(Raw.fill(0xa2, 32));

  static final Bytes FIRST = signed(first(ALICE), ALICE);

  private static final String SIGNATURE = "refused:signature";
  private static final String LINES = "malformed:lines";
  private static final String FIELDS = "malformed:fields";

  private RecordVectors() {}

  static List<Vector> good() {
    String second = next(ALICE, FRESH, FIRST, 1);
    String server = head("srv", SERVER) + fields(SERVER, RawRecord.NO_PREVIOUS, 0);
    String more = first(ALICE).replace("\nseq=", "\nq=1\nseq=");
    String unknown = head("vouch", ALICE) + "for=bob@example.org\nnote=\n";
    return List.of(
        record("record_key_first", OK, "A user's first key.", first(ALICE), FIRST),
        record(
            "record_key_second",
            OK,
            "It is signed by the old key, and first by the new one.",
            second,
            signed(second, FRESH, ALICE)),
        record("record_srv", OK, "A server's first key.", server, signed(server, SERVER)),
        record(
            "record_key_with_unknown_field",
            OK,
            "A field of later times is kept, and signed.",
            more,
            signed(more, ALICE)),
        record(
            "record_unknown_type",
            OK,
            "A type of later times: its form and signature can be checked all the same.",
            unknown,
            signed(unknown, ALICE)));
  }

  static List<Vector> badSignatures() {
    String lines = first(ALICE);
    String second = next(ALICE, FRESH, FIRST, 1);
    Bytes bare = Raw.text(lines);
    return List.of(
        bad("record_signed_by_another", SIGNATURE, lines, signed(lines, MALLORY)),
        bad(
            "record_signed_without_its_label",
            SIGNATURE,
            lines,
            Raw.text(lines + "sig=" + base64(ALICE.sign(bare)) + "\n")),
        bad(
            "record_user_changed",
            SIGNATURE,
            lines,
            Raw.text(FIRST.utf8().replace("user=alice", "user=alicf"))),
        bad("record_second_nsig_by_another", SIGNATURE, second, signed(second, MALLORY, ALICE)),
        bad("record_second_sig_by_another", SIGNATURE, second, signed(second, FRESH, MALLORY)),
        bad("record_second_signatures_exchanged", SIGNATURE, second, signed(second, ALICE, FRESH)),
        bad("record_second_without_nsig", FIELDS, second, signed(second, ALICE)),
        bad("record_first_with_nsig", FIELDS, lines, signed(lines, ALICE, ALICE)),
        bad(
            "record_first_by_another_key",
            FIELDS,
            head("key", BOB) + fields(ALICE, RawRecord.NO_PREVIOUS, 0) + "user=alice\n",
            BOB),
        bad(
            "record_second_publishes_the_old_key",
            FIELDS,
            next(ALICE, ALICE, FIRST, 1),
            ALICE,
            ALICE),
        bad(
            "record_key_of_small_order",
            FIELDS,
            lines.replace("key=" + base64(ALICE.publicKey()), "key=" + base64(Raw.fill(0, 32))),
            ALICE),
        bad("record_seq_of_16", FIELDS, next(ALICE, FRESH, FIRST, 16), FRESH, ALICE),
        bad("record_seq_with_leading_zero", FIELDS, lines.replace("seq=0", "seq=00"), ALICE),
        bad(
            "record_prev_of_31_bytes",
            FIELDS,
            lines.replace("prev=" + "A".repeat(43), "prev=" + "A".repeat(42)),
            ALICE),
        bad(
            "record_first_with_prev",
            FIELDS,
            lines.replace("prev=" + "A".repeat(43), "prev=" + base64(Raw.fill(1, 32))),
            ALICE),
        bad("record_user_in_capitals", FIELDS, lines.replace("user=alice", "user=Alice"), ALICE),
        bad("record_user_empty", FIELDS, lines.replace("user=alice", "user="), ALICE),
        bad("record_domain_in_capitals", FIELDS, lines.replace("domain=e", "domain=E"), ALICE),
        bad("record_key_without_user", FIELDS, lines.replace("user=alice\n", ""), ALICE));
  }

  static List<Vector> badForms() {
    String lines = first(ALICE);
    String by = "by=" + base64(ALICE.publicKey());
    return List.of(
        bad("record_empty", LINES, lines, Bytes.EMPTY),
        bad("record_without_last_lf", LINES, lines, FIRST.slice(0, FIRST.length() - 1)),
        bad("record_with_crlf", LINES, lines.replace("\n", "\r\n"), ALICE),
        bad("record_with_nul", LINES, lines.replace("alice", "ali\0ce"), ALICE),
        bad("record_not_utf8", LINES, lines, notUtf8(lines)),
        bad("record_with_empty_line", LINES, lines.replace("\nseq=", "\n\nseq="), ALICE),
        bad("record_line_without_sign", LINES, lines.replace("user=alice", "user"), ALICE),
        bad(
            "record_fields_unsorted",
            LINES,
            lines.replace("user=alice\n", "").replace("domain=", "user=alice\ndomain="),
            ALICE),
        bad("record_field_twice", LINES, lines + "user=alice\n", ALICE),
        bad("record_version_2", LINES, lines.replace("v=1", "v=2"), ALICE),
        bad(
            "record_by_after_times",
            LINES,
            lines.replace(by + "\n", "").replace("domain=", by + "\ndomain="),
            ALICE),
        bad(
            "record_by_of_small_order",
            LINES,
            lines.replace(by, "by=" + base64(Raw.fill(0, 32))),
            ALICE),
        bad("record_iat_negative", LINES, lines.replace("iat=", "iat=-"), ALICE),
        bad(
            "record_iat_above_63_bits",
            LINES,
            lines.replace("iat=" + ISSUED, "iat=9223372036854775808"),
            ALICE),
        bad(
            "record_exp_not_after_iat",
            LINES,
            lines.replace("exp=" + EXPIRES, "exp=" + ISSUED),
            ALICE),
        bad("record_without_exp", LINES, lines.replace("exp=" + EXPIRES + "\n", ""), ALICE),
        bad(
            "record_nsig_in_place_of_exp",
            LINES,
            lines,
            signed(lines.substring(0, lines.indexOf("exp=")), ALICE, ALICE)),
        bad("record_without_sig", LINES, lines, Raw.text(lines)),
        bad(
            "record_sig_with_padding",
            LINES,
            lines,
            Raw.text(FIRST.utf8().stripTrailing() + "==\n")),
        bad(
            "record_sig_truncated",
            LINES,
            lines,
            Raw.text(lines + "sig=" + base64(Raw.fill(1, 63)) + "\n")),
        bad("record_with_line_after_sig", LINES, lines, Raw.join(FIRST, Raw.text("z=1\n"))),
        tooLong(),
        at("record_expired", EXPIRES, "Its time is over in this very millisecond."),
        at("record_issued_in_25_hours", ISSUED - 90_000_000, "A clock may be wrong by a day."));
  }

  private static Vector tooLong() {
    String head = head("vouch", ALICE);
    String value = "a".repeat(4097 - head.length() - "note=\n".length() - "sig=\n".length() - 86);
    String lines = head + "note=" + value + "\n";
    return bad("record_of_4097_bytes", LINES, lines, signed(lines, ALICE));
  }

  private static Bytes notUtf8(String lines) {
    Bytes before = Raw.text(lines.substring(0, lines.length() - 1));
    Bytes all = Raw.join(before, Bytes.hex("ff0a"));
    Bytes signature = ALICE.sign(new Raw().str("CMTP-REC-1").raw(all).bytes());
    return Raw.join(all, Raw.text("sig=" + base64(signature) + "\n"));
  }

  private static Vector at(String name, long now, String comment) {
    return vector(name, "refused:time", comment, first(ALICE), now).input(FIRST);
  }

  private static Vector bad(String name, String expect, String lines, RawKey by) {
    return bad(name, expect, lines, signed(lines, by));
  }

  private static Vector bad(String name, String expect, String lines, RawKey fresh, RawKey old) {
    return bad(name, expect, lines, signed(lines, fresh, old));
  }

  private static Vector bad(String name, String expect, String lines, Bytes record) {
    String comment = "One thing is wrong: " + name.substring(7).replace('_', ' ') + ".";
    return record(name, expect, comment, lines, record);
  }

  private static Vector record(
      String name, String expect, String comment, String lines, Bytes record) {
    return vector(name, expect, comment, lines, ISSUED).input(record);
  }

  private static Vector.Builder vector(
      String name, String expect, String comment, String lines, long now) {
    Vector.Builder vector =
        Vector.named(name, KIND, expect.equals(FIELDS) ? "7.18" : "7.17", expect)
            .comment(comment)
            .with("now", now);
    if (!expect.startsWith(Check.MALFORMED)) {
      vector.with("signed", RawRecord.signedInput(lines));
    }
    return vector;
  }
}
