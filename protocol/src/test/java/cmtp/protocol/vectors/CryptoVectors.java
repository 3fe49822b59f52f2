package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.MessageVectors.base64;
import static cmtp.protocol.vectors.RawKey.ALICE;
import static cmtp.protocol.vectors.RawKey.BOB;
import static cmtp.protocol.vectors.RawKey.MALLORY;
import static cmtp.protocol.vectors.RawKey.SERVER;
import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.util.List;

/** Keys, sealed boxes, and the signatures of senders, hops and sessions. */
final class CryptoVectors {
  static final String KEY = "key";
  static final String BOX = "sealed-box";
  static final String SENDER = "sender-signature";
  static final String HOP = "hop";
  static final String PROVE = "prove";

  private static final Bytes PLAIN = Raw.text("Attack at dawn.\n");
  private static final Bytes EPHEMERAL = Raw.fill(0xe0, 32);
  private static final Bytes SEALED = RawCrypto.seal(PLAIN, BOB.curvePublic(), EPHEMERAL);
  private static final Bytes MID = MessageVectors.mid(Bytes.EMPTY, MessageVectors.BODY);
  private static final long TIME = 1_767_225_600_000L;
  private static final Bytes CHALLENGE = Raw.fill(0xcc, 32);
  private static final Bytes CHANNEL = Raw.fill(0x1d, 32);

  private CryptoVectors() {}

  static List<Vector> keys() {
    return List.of(
        Vector.named("key", KEY, "1.6", OK)
            .comment("A good key, and what it becomes for sealed boxes.")
            .with("seed", ALICE.seed())
            .with("curve25519", ALICE.curvePublic())
            .input(ALICE.publicKey()),
        key("key_all_zero", "00".repeat(32), "All zero, which has order 4."),
        key("key_neutral_element", "01" + "00".repeat(31), "The neutral element."),
        key("key_of_order_2", "ec" + "ff".repeat(30) + "7f", "A point of order 2."),
        key(
            "key_of_order_8",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "A point of order 8."),
        key(
            "key_not_canonical",
            "f0" + "ff".repeat(30) + "7f",
            "The number 3, written as 2^255-16."),
        key("key_not_on_curve", "02" + "00".repeat(31), "No point has this number."),
        key("key_of_31_bytes", "58".repeat(31), "A byte is missing."),
        key(
            "key_of_order_2l",
            "3183434a9c9c8a05e27dbcb2b998db26dc880ac467f96a22b62d92f31eddfa5a",
            "A good key plus the point of order 2: libsodium takes it for a good one."),
        key(
            "key_of_mixed_order",
            "3757f16eb7863067eb5a91dfd00c556e71f2308e660497b711f9c222c4b50684",
            "A good key plus a point of order 8: outside the main subgroup."));
  }

  static List<Vector> boxes() {
    return List.of(
        box("sealed_box", OK, PLAIN, "A box with a given ephemeral key.").input(SEALED),
        box("sealed_box_empty", OK, Bytes.EMPTY, "48 bytes: nothing inside.")
            .input(RawCrypto.seal(Bytes.EMPTY, BOB.curvePublic(), EPHEMERAL)),
        refused("sealed_box_of_47_bytes", "Too short to be one.", SEALED.slice(0, 47)),
        refused("sealed_box_truncated", "Its last byte is missing.", SEALED.slice(0, 63)),
        refused("sealed_box_ephemeral_changed", "Another ephemeral key.", Raw.flip(SEALED, 0)),
        refused("sealed_box_tag_changed", "A bit of the authenticator.", Raw.flip(SEALED, 32)),
        refused("sealed_box_text_changed", "A bit of the ciphertext.", Raw.flip(SEALED, 60)),
        refused(
            "sealed_box_for_another",
            "It was sealed to somebody else.",
            RawCrypto.seal(PLAIN, ALICE.curvePublic(), EPHEMERAL)));
  }

  static List<Vector> signatures() {
    Bytes signed = mailInput(MID, BOB);
    String good = sender(ALICE, TIME, ALICE.sign(signed));
    return List.of(
        sender("sender_signature", OK, "Alice proves that she wrote to bob.", good),
        sender(
            "sender_signature_fields_exchanged",
            OK,
            "The fields may come in any order.",
            "X1 sig s="
                + base64(ALICE.sign(signed))
                + " t="
                + TIME
                + " k="
                + base64(ALICE.publicKey())),
        sender(
            "sender_signature_for_another_recipient",
            "refused:signature",
            "It was made for carol, and passed on to bob.",
            sender(ALICE, TIME, ALICE.sign(mailInput(MID, MALLORY)))),
        sender(
            "sender_signature_of_another_message",
            "refused:signature",
            "It was made for another mid.",
            sender(ALICE, TIME, ALICE.sign(mailInput(Raw.flip(MID, 0), BOB)))),
        sender(
            "sender_signature_time_changed",
            "refused:signature",
            "The time is not the one that was signed.",
            sender(ALICE, TIME + 1, ALICE.sign(signed))),
        sender(
            "sender_signature_truncated",
            "malformed:entry",
            "63 bytes of signature.",
            sender(ALICE, TIME, ALICE.sign(signed).slice(0, 63))),
        sender(
            "sender_signature_by_another_key",
            "refused:key",
            "A good signature by a key that is not the source's.",
            sender(MALLORY, TIME, MALLORY.sign(signed))),
        sender(
            "sender_signature_time_not_decimal",
            "malformed:entry",
            "A leading zero.",
            good.replace("t=", "t=0")),
        sender(
            "sender_signature_without_key",
            "malformed:entry",
            "No key.",
            good.replace(" k=", " q=")));
  }

  static List<Vector> hops() {
    String first = "X1 hop d=example.net a=relay t=" + TIME + " k=" + base64(SERVER.publicKey());
    String text = first + " p=" + base64(Raw.fill(0, 32));
    Bytes signed =
        new Raw().str("CMTP-HOP-1").raw(MID).raw(Raw.fill(0, 32)).raw(Raw.text(text)).bytes();
    return List.of(
        hop("hop", OK, signed, "The first hop.", text + " s=" + base64(SERVER.sign(signed))),
        hop(
            "hop_signed_by_another",
            "refused:signature",
            signed,
            "Not by the key that it names.",
            text + " s=" + base64(MALLORY.sign(signed))),
        hop(
            "hop_signed_with_its_signature_field",
            "refused:signature",
            signed,
            "The signed text ends with s=.",
            text + " s=" + base64(SERVER.sign(Raw.join(signed, Raw.text(" s="))))));
  }

  static List<Vector> sessions() {
    return List.of(
        prove("prove", OK, "Alice proves that this channel is hers.", "alice", CHANNEL, ALICE),
        prove(
            "prove_by_another_key",
            "refused:signature",
            "Somebody else's key.",
            "alice",
            CHANNEL,
            MALLORY),
        prove(
            "prove_for_another_user",
            "refused:signature",
            "The signature names another user.",
            "bob",
            CHANNEL,
            ALICE),
        prove(
            "prove_of_another_channel",
            "refused:signature",
            "Somebody in the middle passes on what was signed for another channel.",
            "alice",
            Raw.fill(0x1e, 32),
            ALICE));
  }

  private static Vector key(String name, String hex, String comment) {
    return Vector.named(name, KEY, "1.6", "refused:key").comment(comment).input(Bytes.hex(hex));
  }

  private static Vector.Builder box(String name, String expect, Bytes plain, String comment) {
    return Vector.named(name, BOX, "1.7", expect)
        .comment(comment)
        .with("recipient-seed", BOB.seed())
        .with("recipient-key", BOB.publicKey())
        .with("recipient-curve25519", BOB.curvePublic())
        .with("ephemeral-secret", EPHEMERAL)
        .with("ephemeral-public", RawCrypto.x25519Public(EPHEMERAL))
        .with("nonce", RawCrypto.boxNonce(RawCrypto.x25519Public(EPHEMERAL), BOB.curvePublic()))
        .with("plaintext", plain);
  }

  private static Vector refused(String name, String comment, Bytes sealed) {
    return Vector.named(name, BOX, "1.7", "refused:box")
        .comment(comment)
        .with("recipient-seed", BOB.seed())
        .input(sealed);
  }

  private static Bytes mailInput(Bytes mid, RawKey recipient) {
    return new Raw().str("CMTP-MAIL-1").raw(mid).u64(TIME).raw(recipient.publicKey()).bytes();
  }

  private static String sender(RawKey key, long time, Bytes signature) {
    return "X1 sig k=" + base64(key.publicKey()) + " t=" + time + " s=" + base64(signature);
  }

  private static Vector sender(String name, String expect, String comment, String entry) {
    return Vector.named(name, SENDER, "6.3", expect)
        .comment(comment)
        .with("mid", MID)
        .with("recipient-key", BOB.publicKey())
        .with("source-key", ALICE.publicKey())
        .with("source-seed", ALICE.seed())
        .with("signed", mailInput(MID, BOB))
        .with("text", entry)
        .input(Raw.text(entry));
  }

  private static Vector hop(
      String name, String expect, Bytes signed, String comment, String entry) {
    return Vector.named(name, HOP, "6.4", expect)
        .comment(comment)
        .with("mid", MID)
        .with("previous", Raw.fill(0, 32))
        .with("server-key", SERVER.publicKey())
        .with("signed", signed)
        .with("text", entry)
        .input(Raw.text(entry));
  }

  private static Vector prove(
      String name, String expect, String comment, String user, Bytes channel, RawKey by) {
    return Vector.named(name, PROVE, "7.6", expect)
        .comment(comment)
        .with("user-key", ALICE.publicKey())
        .with("domain", "example.org")
        .with("user", "alice")
        .with("device", "laptop")
        .with("channel-id", CHANNEL)
        .with("challenge", CHALLENGE)
        .with("signed", proveInput("alice", CHANNEL))
        .input(by.sign(proveInput(user, channel)));
  }

  private static Bytes proveInput(String user, Bytes channel) {
    return new Raw()
        .str("CMTP-AUTH-1")
        .str("example.org")
        .str(user)
        .str("laptop")
        .raw(channel)
        .raw(CHALLENGE)
        .bytes();
  }
}
