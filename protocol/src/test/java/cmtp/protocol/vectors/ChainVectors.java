package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.RawKey.ALICE;
import static cmtp.protocol.vectors.RawKey.BOB;
import static cmtp.protocol.vectors.RecordVectors.FIRST;
import static cmtp.protocol.vectors.RecordVectors.FRESH;
import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.util.ArrayList;
import java.util.List;

/** GETREC's payloads: whole chains, the newest record first. */
final class ChainVectors {
  static final String KIND = "chain";

  private static final RawKey THIRD_KEY = RawCrypto.key(Raw.fill(0xa3, 32));
  private static final Bytes SECOND = link(ALICE, FRESH, FIRST, 1);
  private static final Bytes THIRD = link(FRESH, THIRD_KEY, SECOND, 2);

  private ChainVectors() {}

  static List<Vector> all() {
    Bytes forked = link(ALICE, BOB, FIRST, 1);
    Bytes otherUser =
        RawRecord.signed(RawRecord.first(ALICE).replace("user=alice", "user=carol"), ALICE);
    return List.of(
        chain("chain_of_one", OK, ALICE, "A key that was never changed.", FIRST),
        chain(
            "chain_of_three",
            OK,
            ALICE,
            "The reader has pinned the first key.",
            THIRD,
            SECOND,
            FIRST),
        longest(),
        chain(
            "chain_without_pinned_key",
            "refused:pin",
            BOB,
            "It follows from no key we know.",
            SECOND,
            FIRST),
        chain("chain_oldest_first", "refused:chain", ALICE, "In the wrong order.", FIRST, SECOND),
        chain(
            "chain_with_gap",
            "refused:chain",
            ALICE,
            "The second record is missing.",
            THIRD,
            FIRST),
        chain("chain_without_first", "refused:chain", FRESH, "It does not begin at seq 0.", SECOND),
        chain(
            "chain_of_another_branch",
            "refused:chain",
            ALICE,
            "The third record follows another second one.",
            THIRD,
            forked,
            FIRST),
        chain(
            "chain_of_two_users",
            "refused:chain",
            ALICE,
            "It changes hands.",
            link(ALICE, FRESH, otherUser, 1),
            otherUser),
        chain(
            "chain_key_comes_back",
            "refused:chain",
            ALICE,
            "A key that was given up returns.",
            link(FRESH, ALICE, SECOND, 2),
            SECOND,
            FIRST),
        chain(
            "chain_by_a_stranger",
            "refused:chain",
            ALICE,
            "Not the old key names the new one.",
            link(BOB, FRESH, FIRST, 1),
            FIRST),
        empty("chain_empty", "refused:chain", new Raw().u32(0).bytes(), "No record at all."),
        empty(
            "chain_row_count_too_high",
            "malformed:table",
            new Raw().u32(2).sized(FIRST).bytes(),
            "One row of two is there."),
        empty(
            "chain_bytes_left_over",
            "malformed:table",
            new Raw().u32(1).sized(FIRST).u8(0).bytes(),
            "A byte after the last row."),
        empty(
            "chain_row_length_too_high",
            "malformed:table",
            new Raw().u32(1).u32(4097).raw(FIRST).bytes(),
            "No record has 4097 bytes."));
  }

  private static Vector longest() {
    List<Bytes> newestFirst = new ArrayList<>(List.of(FIRST));
    RawKey key = ALICE;
    for (int seq = 1; seq < 16; seq++) {
      RawKey fresh = RawCrypto.key(Raw.fill(0x70 + seq, 32));
      newestFirst.add(0, link(key, fresh, newestFirst.get(0), seq));
      key = fresh;
    }
    return chain(
        "chain_of_sixteen",
        OK,
        ALICE,
        "As many as a chain has.",
        newestFirst.toArray(Bytes[]::new));
  }

  private static Bytes link(RawKey old, RawKey fresh, Bytes previous, long seq) {
    String lines = RawRecord.next(old, fresh, previous, seq);
    if (previous.utf8().contains("user=carol")) {
      lines = lines.replace("user=carol", "user=alice");
    }
    return RawRecord.signed(lines, fresh, old);
  }

  private static Vector chain(
      String name, String expect, RawKey pinned, String comment, Bytes... newestFirst) {
    Raw payload = new Raw().u32(newestFirst.length);
    Vector.Builder vector =
        Vector.named(name, KIND, "7.18", expect)
            .comment(comment)
            .with("pinned-key", pinned.publicKey());
    for (Bytes record : newestFirst) {
      payload.sized(record);
      vector.with("record-hash", RawCrypto.hash(record));
    }
    return vector.input(payload.bytes());
  }

  private static Vector empty(String name, String expect, Bytes payload, String comment) {
    return Vector.named(name, KIND, "7.16", expect)
        .comment(comment)
        .with("pinned-key", ALICE.publicKey())
        .input(payload);
  }
}
