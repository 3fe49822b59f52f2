package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the C programs of 2017 wrote (SPEC 8), byte for byte. */
final class RecordedVectors {
  private static final Bytes SERVER = recorded("server_public_key");
  private static final Bytes SERVER_REPLY = recorded("keyrequest_server_reply");
  private static final Bytes ALICE_REPLY = recorded("keyrequest_alice_reply");
  private static final Bytes ALICE_LOGIN = recorded("login_alice_reply");
  private static final Bytes ALICE_XZIBIT = ALICE_LOGIN.slice(0, 156);
  private static final Bytes BOB_XZIBIT = recorded("xzibit_bob");
  private static final Bytes STORED = recorded("message_stored");
  private static final int BODY_AT = 56;
  private static final int KEY_AT = 4;

  private RecordedVectors() {}

  static List<Vector> all() {
    return List.of(
        key("recorded_server_key", SERVER_REPLY).comment("cmtpd's own key.").input(SERVER_REPLY),
        key("recorded_user_key", ALICE_REPLY).comment("A user's key, by cmtpd.").input(ALICE_REPLY),
        xzibitReply(),
        xzibit("recorded_xzibit_of_alice", "secret1", ALICE_REPLY.slice(KEY_AT, KEY_AT + 32).hex())
            .comment("Written by cmtpd's tools.")
            .input(ALICE_XZIBIT),
        xzibit("recorded_xzibit_of_bob", "bobpw", recorded("public_key_bob").hex())
            .comment("Written by cmtpd's tools.")
            .input(BOB_XZIBIT),
        body(),
        Vector.named(
                "recorded_body_plaintext", BodyVectors.BODY, "8.8", "malformed:no-inner-header")
            .comment("What Shorebird sealed: raw text without an inner header.")
            .input(recorded("message_plaintext")),
        conversation(),
        withoutFrames());
  }

  private static Vector conversation() {
    return CommandVectors.stream("recorded_conversation", "8.8", OK, "cmtpd", "open")
        .comment("Shorebird: keys, one with a NUL too many, and the recorded message.")
        .with("event", "KEYREQUEST \"\" absent")
        .with("event", "LOGIN \"alice\"")
        .with("event", "KEYREQUEST \"bob\" \"hawaii.edu\"")
        .with("event", "message 1 0 0 84 \"bob\" \"hawaii.edu\" \"alice\" \"hawaii.edu\"")
        .with("event", "log ")
        .with("event", "part 0 84 " + STORED.slice(BODY_AT, STORED.length()).hex())
        .with("event", "message-end")
        .with("event", "KEYREQUEST \"carol\" \"\"")
        .with("event", "KEYREQUEST \"carol\" \"\"")
        .with("event", "OBAI")
        .input(
            Raw.join(
                Raw.text("KEYREQUEST\0\0LOGIN\0alice\0KEYREQUEST\0bob\0hawaii.edu\0\0MAIL\0"),
                STORED,
                Raw.text("KEYREQUEST\0carol\0\0\0KEYREQUEST\0carol\0\0\0OBAI\0")));
  }

  private static Vector withoutFrames() {
    return CommandVectors.stream("cmtpd_has_no_frames", "8.10", OK, "cmtpd", "open")
        .comment("X1's words are unknown ones, and no command that follows a key request.")
        .with("event", "unknown \"SECURE\"")
        .with("event", "NOOP")
        .with("event", "KEYREQUEST \"alice\" \"GETREC\"")
        .with("event", "smtp \"EHLO mail.example.org\"")
        .with("event", "NOOP")
        .input(
            Raw.text("SECURE\0NOOP\0KEYREQUEST\0alice\0GETREC\0EHLO mail.example.org\r\nNOOP\0"));
  }

  private static Vector xzibitReply() {
    return Vector.named("recorded_login_reply", ReplyVectors.KIND, "8.7", OK)
        .comment("cmtpd's answer to LOGIN, with the version and length of 3.4 put before it.")
        .with("asked", "xzibit")
        .with("server-key", SERVER)
        .with("signed", ALICE_XZIBIT)
        .with("decoded", "xzibit " + ALICE_XZIBIT.hex())
        .input(new Raw().u32(1).sized(ALICE_XZIBIT).raw(ALICE_LOGIN.slice(156, 220)).bytes());
  }

  private static Vector body() {
    Bytes sealed = STORED.slice(BODY_AT, STORED.length());
    Bytes header = STORED.slice(0, BODY_AT);
    Bytes input =
        new Raw()
            .str("CMTP-MID-1")
            .u32(1)
            .u32(0)
            .u64(sealed.length())
            .str("bob")
            .str("hawaii.edu")
            .str("alice")
            .str("hawaii.edu")
            .raw(RawCrypto.hash(Bytes.EMPTY))
            .raw(RawCrypto.hash(sealed))
            .bytes();
    return Vector.named("recorded_message", MessageVectors.KIND, "8.8", OK)
        .comment("A message of Shorebird's as cmtpd stored it.")
        .with("origin", "")
        .with("origin-hash", RawCrypto.hash(Bytes.EMPTY))
        .with("body-hash", RawCrypto.hash(sealed))
        .with("mid-input", input)
        .with("mid", RawCrypto.hash(input))
        .input(Raw.join(header, sealed));
  }

  private static Vector.Builder key(String name, Bytes reply) {
    Bytes key = reply.slice(KEY_AT, KEY_AT + 32);
    return Vector.named(name, ReplyVectors.KIND, "8.4", OK)
        .with("asked", "key")
        .with("server-key", SERVER)
        .with("signed", key)
        .with("decoded", "key " + key.hex());
  }

  private static Vector.Builder xzibit(String name, String password, String key) {
    return Vector.named(name, XzibitVectors.KIND, "8.7", OK)
        .with("password", password)
        .with("public-key", key);
  }

  /** A value of the file that the bytes were recorded in: its name in brackets, then hex lines. */
  private static Bytes recorded(String name) {
    try (InputStream in = RecordedVectors.class.getResourceAsStream("/recorded/cmtpd-2017.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int header = text.indexOf("[" + name + "]");
      int start = text.indexOf('\n', header);
      int end = text.indexOf("[", start);
      return Bytes.hex(text.substring(start, end < 0 ? text.length() : end).replaceAll("\\s", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
