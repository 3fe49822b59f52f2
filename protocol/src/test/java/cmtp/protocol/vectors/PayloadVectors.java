package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.util.Arrays;
import java.util.List;

/** What OK replies carry. */
final class PayloadVectors {
  static final String KIND = "payload";

  private static final Bytes MID = Raw.fill(0x4d, 32);

  private PayloadVectors() {}

  static List<Vector> all() {
    return List.of(
        good("BOXES", "7.8", "inbox 1 8 21 7 2 7340", boxes(1)),
        good(
            "LIST",
            "7.8",
            "now=21 row=7 "
                + MID.hex()
                + " 21 answered,seen 1205 1767225600000"
                + " alice@example.org 60 0 1081 [48] vanished=3,5 more=1",
            list(1, 1)),
        named("payload_list_of_nothing", "LIST", "7.8", OK)
            .comment("No rows, nothing vanished.")
            .with("decoded", "now=21 vanished= more=0")
            .input(new Raw().u64(21).u32(0).u32(0).u32(0).bytes()),
        good("FETCH", "7.9", "1000 616263", new Raw().u64(1000).hex("616263").bytes()),
        good("MOVE", "7.11", "3>12 5>13", new Raw().u32(2).u32(3).u32(12).u32(5).u32(13).bytes()),
        good("FLAGS", "7.10", "22", new Raw().u64(22).bytes()),
        good("APPEND", "7.12", "9", new Raw().u32(9).bytes()),
        good("QUOTA", "7.14", "1024 1073741824", new Raw().u64(1024).u64(1L << 30).bytes()),
        good(
            "OUTBOX",
            "7.21",
            MID.hex()
                + " bob@example.net 1767225600000 3 'no answer' 1767225960000 0;"
                + MID.hex()
                + " bob@example.net 1767225600000 3 'no answer' 1767225960000 2;more=1",
            Raw.join(
                new Raw().u32(2).bytes(), outboxRow(0), outboxRow(2), new Raw().u32(1).bytes())),
        named("payload_outbox_of_nothing", "OUTBOX", "7.21", OK)
            .comment("Nothing waits.")
            .with("decoded", "more=0")
            .input(new Raw().u32(0).u32(0).bytes()),
        good("OFFER", "7.15", "have " + MID.hex(), have(64)),
        named("payload_offer_go", "OFFER", "7.15", OK)
            .comment("The message is wanted.")
            .with("decoded", "go")
            .input(Raw.text("go\0")),
        good(
            "WATCH",
            "7.13",
            "change inbox 22",
            new Raw().str("change").str("inbox").u64(22).bytes()),
        named("payload_watch_end", "WATCH", "7.13", OK)
            .comment("The last frame.")
            .with("decoded", "end")
            .input(Raw.text("end\0")),
        bad("payload_boxes_row_missing", "BOXES", "7.8", boxes(2)),
        bad("payload_boxes_left_over", "BOXES", "7.8", Raw.join(boxes(1), Raw.fill(0, 1))),
        bad(
            "payload_boxes_modseq_of_64_bits",
            "BOXES",
            "7.8",
            new Raw().u32(1).str("inbox").u32(1).u32(8).u64(-1).u32(7).u32(2).u64(7340).bytes()),
        bad("payload_list_attachment_missing", "LIST", "7.8", list(2, 1)),
        bad("payload_list_more_of_2", "LIST", "7.8", list(1, 2)),
        bad(
            "payload_list_rows_4294967295",
            "LIST",
            "7.8",
            new Raw().u64(21).u32(0xFFFFFFFFL).bytes()),
        bad("payload_fetch_without_length", "FETCH", "7.9", Bytes.hex("00000000000003")),
        bad(
            "payload_outbox_state_3",
            "OUTBOX",
            "7.21",
            Raw.join(new Raw().u32(1).bytes(), outboxRow(3), new Raw().u32(0).bytes())),
        bad(
            "payload_outbox_without_more",
            "OUTBOX",
            "7.21",
            Raw.join(new Raw().u32(1).bytes(), outboxRow(1))),
        bad("payload_outbox_more_of_2", "OUTBOX", "7.21", new Raw().u32(0).u32(2).bytes()),
        bad("payload_offer_perhaps", "OFFER", "7.15", Raw.text("perhaps\0")),
        bad(
            "payload_offer_have_31_bytes",
            "OFFER",
            "7.15",
            new Raw().str("have").raw(MID.slice(0, 31)).bytes()),
        bad("payload_offer_have_unsigned", "OFFER", "7.15", have(0)),
        bad("payload_offer_have_signature_of_63_bytes", "OFFER", "7.15", have(63)),
        bad("payload_watch_unknown", "WATCH", "7.13", Raw.text("pause\0")),
        bad("payload_watch_beat_left_over", "WATCH", "7.13", Raw.text("beat\0inbox\0")));
  }

  private static Bytes have(int signatureBytes) {
    byte[] signature = new byte[signatureBytes];
    Arrays.fill(signature, (byte) 7);
    return new Raw().str("have").raw(MID).raw(Bytes.wrap(signature)).bytes();
  }

  private static Bytes outboxRow(long state) {
    return new Raw()
        .raw(MID)
        .str("bob@example.net")
        .u64(1_767_225_600_000L)
        .u32(3)
        .str("no answer")
        .u64(1_767_225_960_000L)
        .u32(state)
        .bytes();
  }

  private static Bytes boxes(long rows) {
    return new Raw().u32(rows).str("inbox").u32(1).u32(8).u64(21).u32(7).u32(2).u64(7340).bytes();
  }

  private static Bytes list(long attachments, long more) {
    return new Raw()
        .u64(21)
        .u32(1)
        .u32(7)
        .raw(MID)
        .u64(21)
        .str("answered,seen")
        .u64(1205)
        .u64(1_767_225_600_000L)
        .str("alice@example.org")
        .u32(60)
        .u32(0)
        .u64(1081)
        .u32(attachments)
        .u64(48)
        .u32(2)
        .u32(3)
        .u32(5)
        .u32(more)
        .bytes();
  }

  private static Vector good(String command, String clause, String decoded, Bytes payload) {
    return named("payload_" + command.toLowerCase(java.util.Locale.ROOT), command, clause, OK)
        .comment("What " + command + "'s OK reply carries.")
        .with("decoded", decoded)
        .input(payload);
  }

  private static Vector bad(String name, String command, String clause, Bytes payload) {
    return named(name, command, clause, "malformed:payload")
        .comment("One thing is wrong: " + name.replace('_', ' ') + ".")
        .input(payload);
  }

  private static Vector.Builder named(String name, String command, String clause, String expect) {
    return Vector.named(name, KIND, clause, expect).with("command", command);
  }
}
