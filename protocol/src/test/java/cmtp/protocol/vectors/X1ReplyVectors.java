package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.RawKey.MALLORY;
import static cmtp.protocol.vectors.RawKey.SERVER;
import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.util.List;

/** X1 reply frames: the answer to one certain command frame. */
final class X1ReplyVectors {
  private static final String DOMAIN = "example.org";
  private static final Bytes COMMAND = CommandVectors.frame("QUOTA", Bytes.EMPTY);
  private static final Bytes PAYLOAD = new Raw().u64(1024).u64(1_073_741_824).bytes();
  private static final Bytes SIGNED = signed(DOMAIN, COMMAND, 0, "OK", PAYLOAD);
  private static final String SIGNATURE = "refused:signature";

  private X1ReplyVectors() {}

  static List<Vector> all() {
    return List.of(
        vector("x1_reply_ok", OK, 0, SIGNED)
            .comment("QUOTA's answer.")
            .with("decoded", "OK " + PAYLOAD.hex())
            .input(frame("OK", PAYLOAD, SERVER.sign(SIGNED))),
        denied(),
        watch(),
        otherInput("x1_reply_to_another_nonce", 0, otherNonce(), "It answers another nonce."),
        otherInput(
            "x1_reply_of_another_domain",
            0,
            signed("example.net", COMMAND, 0, "OK", PAYLOAD),
            "It is signed for another domain."),
        otherInput(
            "x1_reply_number_replayed",
            1,
            SIGNED,
            "The frame with number 0 where number 1 is awaited."),
        otherInput(
            "x1_reply_status_changed",
            0,
            signed(DOMAIN, COMMAND, 0, "NOTFOUND", PAYLOAD),
            "The signature covers another status."),
        otherInput(
            "x1_reply_payload_changed",
            0,
            signed(DOMAIN, COMMAND, 0, "OK", Raw.flip(PAYLOAD, 0)),
            "The signature covers another payload."),
        vector("x1_reply_signed_by_another", SIGNATURE, 0, SIGNED)
            .comment("A good signature by a key that is not the server's.")
            .with("decoded", "OK " + PAYLOAD.hex())
            .input(frame("OK", PAYLOAD, MALLORY.sign(SIGNED))),
        vector("x1_reply_unknown_status", "malformed:status", 0, SIGNED)
            .comment("A status that is not in the table.")
            .input(frame("PERHAPS", PAYLOAD, SERVER.sign(SIGNED))),
        vector("x1_reply_status_of_33_bytes", "malformed:status", 0, SIGNED)
            .comment("A status that is too long to be one; the frame ends inside it.")
            .input(new Raw().u32(1).raw(Raw.text("O".repeat(33))).bytes()),
        vector("x1_reply_version_0", "malformed:version", 0, SIGNED)
            .comment("A message reply does not answer an X1 command.")
            .input(new Raw().u32(0).str("FAILURE").raw(Raw.fill(0, 64)).u8(0).bytes()),
        vector("x1_reply_payload_over_2_mib", "malformed:length", 0, SIGNED)
            .comment("Refused by its length, before the payload comes.")
            .input(new Raw().u32(1).str("OK").u64(2_097_153).bytes()),
        vector("x1_reply_payload_length_of_64_bits", "malformed:length", 0, SIGNED)
            .comment("A length that some read as negative.")
            .input(new Raw().u32(1).str("OK").u64(-1).bytes()),
        vector("x1_reply_truncated", "malformed:truncated", 0, SIGNED)
            .comment("The signature's last byte is missing.")
            .input(cut(frame("OK", PAYLOAD, SERVER.sign(SIGNED)))));
  }

  private static Vector denied() {
    Bytes payload = Raw.text("too many\nretry-after=3600\n");
    Bytes signed = signed(DOMAIN, COMMAND, 0, "RATELIMIT", payload);
    return vector("x1_reply_ratelimit", OK, 0, signed)
        .comment("A refusal with a text for people and the time to wait.")
        .with("decoded", "RATELIMIT " + payload.hex())
        .input(frame("RATELIMIT", payload, SERVER.sign(signed)));
  }

  private static Vector watch() {
    Bytes command = CommandVectors.frame("WATCH", Raw.text("7\0"));
    Bytes payload = new Raw().str("change").str("inbox").u64(8).bytes();
    Bytes signed = signed(DOMAIN, command, 2, "OK", payload);
    return Vector.named("x1_reply_third_of_watch", ReplyVectors.KIND, "7.13", OK)
        .comment("WATCH counts its replies: this is number 2.")
        .with("asked", "x1")
        .with("server-key", SERVER.publicKey())
        .with("domain", DOMAIN)
        .with("command-frame", command)
        .with("number", 2)
        .with("signed", signed)
        .with("decoded", "OK " + payload.hex())
        .input(frame("OK", payload, SERVER.sign(signed)));
  }

  private static Bytes otherNonce() {
    Bytes command = Raw.flip(COMMAND, COMMAND.length() - 1);
    return signed(DOMAIN, command, 0, "OK", PAYLOAD);
  }

  /** A reply whose signature covers {@code signed} where another input was awaited. */
  private static Vector otherInput(String name, int number, Bytes signed, String comment) {
    return vector(name, SIGNATURE, number, signed(DOMAIN, COMMAND, number, "OK", PAYLOAD))
        .comment(comment)
        .with("signed-instead", signed)
        .with("decoded", "OK " + PAYLOAD.hex())
        .input(frame("OK", PAYLOAD, SERVER.sign(signed)));
  }

  private static Vector.Builder vector(String name, String expect, int number, Bytes signed) {
    return Vector.named(name, ReplyVectors.KIND, "7.3", expect)
        .with("asked", "x1")
        .with("server-key", SERVER.publicKey())
        .with("domain", DOMAIN)
        .with("command-frame", COMMAND)
        .with("number", number)
        .with("signed", signed);
  }

  static Bytes signed(String domain, Bytes command, long number, String status, Bytes payload) {
    return new Raw()
        .str("CMTP-X1-1")
        .str(domain)
        .raw(RawCrypto.hash(command))
        .u64(number)
        .str(status)
        .u64(payload.length())
        .raw(RawCrypto.hash(payload))
        .bytes();
  }

  static Bytes frame(String status, Bytes payload, Bytes signature) {
    return new Raw().u32(1).str(status).u64(payload.length()).raw(payload).raw(signature).bytes();
  }

  private static Bytes cut(Bytes bytes) {
    return bytes.slice(0, bytes.length() - 1);
  }
}
