package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** X1 frames and their parameters. */
final class X1CommandVectors {
  static final String KIND = "x1-command";

  private static final Bytes KEY = RawCrypto.x25519Public(Raw.fill(0xc1, 32));

  private X1CommandVectors() {}

  static List<Vector> good() {
    return List.of(
        good("secure", "SECURE", "ephemeralKey=" + KEY.hex(), KEY),
        good("auth", "AUTH", "user=alice@example.org device=laptop", "alice@example.org\0laptop\0"),
        good("prove", "PROVE", "signature=" + "5a".repeat(64), Raw.fill(0x5a, 64)),
        good(
            "register",
            "REGISTER",
            "user=alice code=4711 record=743d6b65790a xzibit=" + "00".repeat(156),
            new Raw()
                .str("alice")
                .str("4711")
                .sized(Raw.text("t=key\n"))
                .sized(Raw.fill(0, 156))
                .bytes()),
        good("list", "LIST", "box=inbox since=0 known=0 limit=500", "inbox\0000\0000\000500\0"),
        good(
            "list_limit_is_cut",
            "LIST",
            "box=inbox since=7 known=9 limit=500",
            "inbox\0007\0009\0009999\0"),
        good(
            "fetch_attachment",
            "FETCH",
            "box=inbox uid=4294967295 part=att:255 offset=0 length=1048576",
            "inbox\0004294967295\0att:255\0000\0001048576\0"),
        good(
            "flags",
            "FLAGS",
            "box=inbox uids=3,5,9 changes=+seen,-flagged ifModseq=-",
            "inbox\0003,5,9\0+seen,-flagged\0\0"),
        good(
            "flags_if_modseq",
            "FLAGS",
            "box=inbox uids=3 changes=+$label-1 ifModseq=999999999999999999",
            "inbox\0003\0+$label-1\000999999999999999999\0"),
        good(
            "move_1000_uids",
            "MOVE",
            "box=inbox uids=" + uids(1000) + " target=archive",
            "inbox\0" + uids(1000) + "\0archive\0"),
        good("delete", "DELETE", "box=trash uids=1", "trash\0001\0"),
        good("watch", "WATCH", "since=12", "12\0"),
        good("getrec", "GETREC", "type=key user=zoë domain=example.org", "key\0zoë\0example.org\0"),
        good("outbox", "OUTBOX", "cancel=-", "\0\0"),
        good(
            "outbox_cancel",
            "OUTBOX",
            "cancel=" + "4d".repeat(32),
            "cancel\0" + "4d".repeat(32) + "\0"),
        good("boxes", "BOXES", "", ""));
  }

  static List<Vector> bad() {
    return List.of(
        bad("secure_key_of_31_bytes", "SECURE", KEY.slice(0, 31)),
        bad("prove_signature_of_65_bytes", "PROVE", Raw.fill(0x5a, 65)),
        bad("auth_device_not_utf8", "AUTH", Bytes.hex("616c69636500ff00")),
        bad("auth_user_of_512_bytes", "AUTH", Raw.text("a".repeat(512) + "\0d\0")),
        bad("auth_device_without_nul", "AUTH", Raw.text("alice\0laptop")),
        bad("boxes_with_parameter", "BOXES", Raw.text("inbox\0")),
        bad("list_since_with_leading_zero", "LIST", Raw.text("inbox\00007\0007\00050\0")),
        bad(
            "list_since_of_19_digits",
            "LIST",
            Raw.text("inbox\0001000000000000000000\0007\00050\0")),
        bad("list_since_negative", "LIST", Raw.text("inbox\000-1\0007\00050\0")),
        bad("list_since_empty", "LIST", Raw.text("inbox\0\0007\00050\0")),
        bad("list_without_known", "LIST", Raw.text("inbox\0007\00050\0")),
        bad("fetch_unknown_part", "FETCH", Raw.text("inbox\0001\0head\0000\0001\0")),
        bad("fetch_uid_of_33_bits", "FETCH", Raw.text("inbox\0004294967296\0all\0000\0001\0")),
        bad("flags_added_and_removed", "FLAGS", Raw.text("inbox\0001\0+seen,-seen\0\0")),
        bad("flags_in_capitals", "FLAGS", Raw.text("inbox\0001\0+Seen\0\0")),
        bad("flags_of_33_characters", "FLAGS", Raw.text("inbox\0001\0+" + "f".repeat(33) + "\0\0")),
        bad("flags_without_sign", "FLAGS", Raw.text("inbox\0001\0seen\0\0")),
        bad("flags_uid_zero", "FLAGS", Raw.text("inbox\0000\0+seen\0\0")),
        bad("flags_no_uids", "FLAGS", Raw.text("inbox\0\0+seen\0\0")),
        bad("move_1001_uids", "MOVE", Raw.text("inbox\0" + uids(1001) + "\0archive\0")),
        bad("outbox_cancel_without_mid", "OUTBOX", Raw.text("cancel\0\0")),
        bad("outbox_cancel_in_capitals", "OUTBOX", Raw.text("cancel\0" + "4D".repeat(32) + "\0")),
        bad("outbox_cancel_63_digits", "OUTBOX", Raw.text("cancel\0" + "4".repeat(63) + "\0")),
        bad("outbox_mid_without_action", "OUTBOX", Raw.text("\0" + "4d".repeat(32) + "\0")),
        bad("outbox_unknown_action", "OUTBOX", Raw.text("retry\0" + "4d".repeat(32) + "\0")),
        bad("outbox_without_parameters", "OUTBOX", Bytes.EMPTY),
        bad("append_33_flags", "APPEND", Raw.text("drafts\0" + flags(33) + "\0")),
        bad("xzibit_of_157_bytes", "XZIBIT", new Raw().sized(Raw.fill(0, 157)).bytes()),
        bad("xzibit_length_beyond_frame", "XZIBIT", new Raw().u32(156).hex("00").bytes()),
        bad("putrec_record_of_4097_bytes", "PUTREC", new Raw().sized(Raw.fill(97, 4097)).bytes()),
        bad("putrec_length_negative", "PUTREC", new Raw().u32(0xFFFFFFFFL).bytes()));
  }

  private static String uids(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(","));
  }

  private static String flags(int count) {
    return IntStream.range(0, count).mapToObj(i -> "f" + i).collect(Collectors.joining(","));
  }

  private static Vector good(String name, String word, String decoded, String parameters) {
    return good(name, word, decoded, Raw.text(parameters));
  }

  private static Vector good(String name, String word, String decoded, Bytes parameters) {
    Bytes frame = CommandVectors.frame(word, parameters);
    return Vector.named("x1_" + name, KIND, "7.5", OK)
        .comment(word + " with parameters as they should be.")
        .with("decoded", (word + " " + decoded).strip())
        .with("command-hash", RawCrypto.hash(frame))
        .input(frame);
  }

  private static Vector bad(String name, String word, Bytes parameters) {
    return Vector.named("x1_" + name, KIND, "7.5", "refused:BADREQUEST")
        .comment(word + " with one thing wrong: " + name.replace('_', ' ') + ".")
        .input(CommandVectors.frame(word, parameters));
  }
}
