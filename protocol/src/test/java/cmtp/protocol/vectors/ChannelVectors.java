package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.RawKey.SERVER;
import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.util.List;

/** The secure channel: what both sides derive, and the stream that the client sends. */
final class ChannelVectors {
  static final String EXCHANGE = "key-exchange";
  static final String STREAM = "channel";

  private static final Bytes CLIENT_SEED = Raw.fill(0xc1, 32);
  private static final Bytes SERVER_SEED = Raw.fill(0xc2, 32);

  /** {@code crypto_kx_seed_keypair}: the secret is the seed's hash. */
  private static final Bytes CLIENT_SECRET = RawCrypto.hash(CLIENT_SEED);

  private static final Bytes SERVER_SECRET = RawCrypto.hash(SERVER_SEED);
  private static final Bytes CLIENT_PUBLIC = RawCrypto.x25519Public(CLIENT_SECRET);
  private static final Bytes SERVER_PUBLIC = RawCrypto.x25519Public(SERVER_SECRET);
  private static final Bytes KEYS =
      RawCrypto.blake2b(
          64,
          Raw.join(RawCrypto.x25519(CLIENT_SECRET, SERVER_PUBLIC), CLIENT_PUBLIC, SERVER_PUBLIC));
  private static final Bytes SERVER_SENDS = KEYS.slice(0, 32);
  private static final Bytes CLIENT_SENDS = KEYS.slice(32, 64);
  private static final Bytes HEADER = Raw.counting(24);
  private static final Bytes FIRST = Raw.text("NOOP\0");
  private static final Bytes SECOND = Raw.text("OHAI\0HELP\0");

  private ChannelVectors() {}

  static List<Vector> exchanges() {
    return List.of(
        exchange(),
        weak("key_exchange_all_zero", "00".repeat(32), "The shared secret would be zero."),
        weak("key_exchange_one", "01" + "00".repeat(31), "A point of order 4."),
        weak(
            "key_exchange_of_order_8",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "A point of order 8."),
        weak("key_exchange_of_31_bytes", "09" + "00".repeat(30), "A byte is missing."));
  }

  static List<Vector> streams() {
    Bytes whole = stream(FIRST, RawStream.MESSAGE, SECOND, RawStream.FINAL);
    int first = 24 + 4 + 17 + FIRST.length();
    Bytes chunkOne = whole.slice(24, first);
    Bytes chunkTwo = whole.slice(first, whole.length());
    return List.of(
        good("channel_stream", "Two chunks, the second one final.", whole),
        direction("channel_stream_of_server", OK, "server")
            .comment("The other direction has the other key.")
            .with("header", HEADER)
            .with("chunk", FIRST)
            .with("chunk", SECOND)
            .input(stream(SERVER_SENDS, FIRST, RawStream.MESSAGE, SECOND, RawStream.FINAL)),
        emptyFinal(),
        broken(
            "channel_without_final",
            "refused:truncated",
            "It ends without FINAL.",
            stream(FIRST, RawStream.MESSAGE, SECOND, RawStream.MESSAGE)),
        broken(
            "channel_truncated_in_chunk",
            "refused:truncated",
            "Its last byte is missing.",
            whole.slice(0, whole.length() - 1)),
        broken(
            "channel_truncated_in_header",
            "refused:truncated",
            "Only 23 bytes came.",
            HEADER.slice(0, 23)),
        broken(
            "channel_chunk_changed",
            "malformed:chunk",
            "One bit of the ciphertext.",
            Raw.flip(whole, 30)),
        broken(
            "channel_header_changed",
            "malformed:chunk",
            "One bit of the header.",
            Raw.flip(whole, 0)),
        broken(
            "channel_chunk_replayed",
            "malformed:chunk",
            "The first chunk comes twice.",
            Raw.join(HEADER, chunkOne, chunkOne)),
        broken(
            "channel_chunk_left_out",
            "malformed:chunk",
            "The second chunk comes first.",
            Raw.join(HEADER, chunkTwo)),
        broken(
            "channel_sent_back",
            "malformed:chunk",
            "The server's own chunks return to it.",
            stream(SERVER_SENDS, FIRST, RawStream.MESSAGE, SECOND, RawStream.FINAL)),
        broken(
            "channel_tag_push",
            "malformed:chunk",
            "A tag that is neither MESSAGE nor FINAL.",
            stream(FIRST, RawStream.PUSH, SECOND, RawStream.FINAL)),
        broken(
            "channel_bytes_after_final",
            "malformed:chunk",
            "A byte after the end.",
            Raw.join(whole, Raw.fill(0, 1))),
        broken(
            "channel_length_16",
            "malformed:chunk",
            "Too short for tag and authenticator.",
            Raw.join(HEADER, new Raw().u32(16).bytes())),
        broken(
            "channel_length_65554",
            "malformed:chunk",
            "More than 64 KiB of plaintext.",
            Raw.join(HEADER, new Raw().u32(65_554).bytes())),
        broken(
            "channel_length_negative",
            "malformed:chunk",
            "A length that some read as -1.",
            Raw.join(HEADER, new Raw().u32(0xFFFFFFFFL).bytes())),
        broken(
            "channel_clear_text",
            "malformed:chunk",
            "Commands pipelined in clear.",
            Raw.text("NOOP\0".repeat(6))));
  }

  private static Vector exchange() {
    Bytes command = CommandVectors.frame("SECURE", CLIENT_PUBLIC);
    Bytes signed = X1ReplyVectors.signed("example.org", command, 0, "OK", SERVER_PUBLIC);
    Bytes reply = X1ReplyVectors.frame("OK", SERVER_PUBLIC, SERVER.sign(signed));
    return Vector.named("key_exchange", EXCHANGE, "7.4", OK)
        .comment("Both frames, and what both sides make of them. Input: the reply frame.")
        .with("client-seed", CLIENT_SEED)
        .with("client-secret", CLIENT_SECRET)
        .with("client-public", CLIENT_PUBLIC)
        .with("server-seed", SERVER_SEED)
        .with("server-secret", SERVER_SECRET)
        .with("server-public", SERVER_PUBLIC)
        .with("shared-secret", RawCrypto.x25519(CLIENT_SECRET, SERVER_PUBLIC))
        .with("server-sends-under", SERVER_SENDS)
        .with("client-sends-under", CLIENT_SENDS)
        .with("server-key", SERVER.publicKey())
        .with("domain", "example.org")
        .with("command-frame", command)
        .with("signed", signed)
        .with("channel-id", RawCrypto.hash(Raw.join(command, reply)))
        .input(reply);
  }

  private static Vector weak(String name, String hex, String comment) {
    return Vector.named(name, EXCHANGE, "7.4", "refused:key")
        .comment(comment + " Input: the client's parameter of SECURE.")
        .with("server-seed", SERVER_SEED)
        .input(Bytes.hex(hex));
  }

  private static Vector good(String name, String comment, Bytes stream) {
    return direction(name, OK, "client")
        .comment(comment)
        .with("header", HEADER)
        .with("chunk", FIRST)
        .with("chunk", SECOND)
        .input(stream);
  }

  private static Vector emptyFinal() {
    return direction("channel_empty_final_chunk", OK, "client")
        .comment("A final chunk without plaintext.")
        .with("header", HEADER)
        .with("chunk", FIRST)
        .with("chunk", "")
        .input(stream(FIRST, RawStream.MESSAGE, Bytes.EMPTY, RawStream.FINAL));
  }

  private static Vector broken(String name, String expect, String comment, Bytes stream) {
    return direction(name, expect, "client").comment(comment).input(stream);
  }

  private static Vector.Builder direction(String name, String expect, String sender) {
    boolean client = sender.equals("client");
    return Vector.named(name, STREAM, "7.4", expect)
        .with("sender", sender)
        .with("client-seed", CLIENT_SEED)
        .with("server-seed", SERVER_SEED)
        .with("key", client ? CLIENT_SENDS : SERVER_SENDS);
  }

  private static Bytes stream(Bytes one, int tagOne, Bytes two, int tagTwo) {
    return stream(CLIENT_SENDS, one, tagOne, two, tagTwo);
  }

  private static Bytes stream(Bytes key, Bytes one, int tagOne, Bytes two, int tagTwo) {
    RawStream stream = new RawStream(key, HEADER);
    return Raw.join(HEADER, stream.chunk(one, tagOne), stream.chunk(two, tagTwo));
  }
}
