package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.RawKey.ALICE;
import static cmtp.protocol.vectors.RawKey.MALLORY;
import static cmtp.protocol.vectors.RawKey.SERVER;
import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.util.List;

/** What a client reads: base replies and the greeting. */
final class ReplyVectors {
  static final String KIND = "reply";
  static final String GREETING = "greeting";

  static final Bytes XZIBIT =
      Raw.join(new Raw().u32(2).bytes(), Raw.counting(152)); // the form; it opens with nothing

  private static final String TRUNCATED = "malformed:truncated";

  private ReplyVectors() {}

  static List<Vector> all() {
    return List.of(
        text("reply_general", "3.1", OK, "SUCCESS")
            .comment("The bare word for a base client.")
            .input(general("SUCCESS", SERVER)),
        text("reply_receipt", "3.7", OK, "SUCCESS " + "ab".repeat(32))
            .comment("The receipt that MAIL gets on a connection that has used X1.")
            .input(general("SUCCESS " + "ab".repeat(32), SERVER)),
        text("reply_ohai_with_appended_space", "3.8", OK, "OHAI CMTP/1 mail2.example.org X1 ")
            .comment("The text would have 32 bytes, like a key, so a space is appended and signed.")
            .input(general("OHAI CMTP/1 mail2.example.org X1 ", SERVER)),
        versioned("reply_key_not_available", OK, "KEYNOTAVAILABLE", "key")
            .comment("A message reply to KEYREQUEST.")
            .input(message("KEYNOTAVAILABLE")),
        versioned("reply_delivery_failure", OK, "DELIVERYFAILURE unknown account", "text")
            .comment("A message reply with a detail.")
            .input(message("DELIVERYFAILURE unknown account")),
        key("reply_key", OK)
            .comment("A user's key under the server's signature.")
            .input(key(1, SERVER.sign(ALICE.publicKey()), 0, 0)),
        xzibit("reply_xzibit", OK)
            .comment("A key pair sealed under a password; no NUL at the end.")
            .input(xzibit(156, SERVER.sign(XZIBIT))),
        text("reply_general_signature_flipped", "3.1", "refused:signature", "SUCCESS")
            .comment("One bit of the signature is wrong.")
            .input(Raw.flip(general("SUCCESS", SERVER), 8)),
        text("reply_general_signed_by_another", "3.1", "refused:signature", "SUCCESS")
            .comment("A good signature by a key that is not the server's.")
            .input(general("SUCCESS", MALLORY)),
        signedWithNul(),
        text("reply_general_without_last_nul", "3.1", "malformed:end", "SUCCESS")
            .comment("Something else where the NUL after the signature should be.")
            .input(Raw.flip(general("SUCCESS", SERVER), 72)),
        text("reply_general_truncated", "3.1", TRUNCATED, "SUCCESS")
            .comment("The last NUL is missing.")
            .input(general("SUCCESS", SERVER).slice(0, 72)),
        text("reply_text_of_1025_bytes", "1.3", "malformed:length", "x".repeat(1025))
            .comment("One byte more than the longest TEXT.")
            .input(general("x".repeat(1025), SERVER)),
        notUtf8(),
        key("reply_key_signed_by_another", "refused:signature")
            .comment("A good signature by a key that is not the server's.")
            .input(key(1, MALLORY.sign(ALICE.publicKey()), 0, 0)),
        key("reply_key_signature_of_another_key", "refused:signature")
            .comment("The server's signature over somebody else's key.")
            .input(key(1, SERVER.sign(MALLORY.publicKey()), 0, 0)),
        key("reply_key_without_first_nul", "malformed:end")
            .comment("Something else where the NUL after the key should be.")
            .input(key(1, SERVER.sign(ALICE.publicKey()), 7, 0)),
        key("reply_key_without_last_nul", "malformed:end")
            .comment("Something else where the NUL after the signature should be.")
            .input(key(1, SERVER.sign(ALICE.publicKey()), 0, 7)),
        key("reply_key_version_2", "malformed:version")
            .comment("A version that answers nothing.")
            .input(key(2, SERVER.sign(ALICE.publicKey()), 0, 0)),
        key("reply_key_truncated", TRUNCATED)
            .comment("One byte is missing.")
            .input(key(1, SERVER.sign(ALICE.publicKey()), 0, 0).slice(0, 101)),
        xzibit("reply_xzibit_signature_flipped", "refused:signature")
            .comment("One bit of the signature is wrong.")
            .input(Raw.flip(xzibit(156, SERVER.sign(XZIBIT)), 227)),
        xzibit("reply_xzibit_length_155", "malformed:length")
            .comment("An xzibit has 156 bytes.")
            .input(xzibit(155, SERVER.sign(XZIBIT))),
        xzibit("reply_xzibit_is_a_key", "malformed:length")
            .comment("A key reply does not answer LOGIN.")
            .input(key(1, SERVER.sign(ALICE.publicKey()), 0, 0)),
        greeting("greeting", OK, "220 example.org CMTP node/0.1")
            .input(Raw.text("220 example.org CMTP node/0.1\r\n")),
        greeting("greeting_without_end", "malformed:length", "")
            .comment("512 bytes without a line end.")
            .input(Raw.text("2".repeat(512))),
        greeting("greeting_truncated", TRUNCATED, "")
            .comment("The connection ends inside the line.")
            .input(Raw.text("220 example.org CM")));
  }

  private static Vector signedWithNul() {
    Bytes signature = SERVER.sign(Raw.text("SUCCESS\0"));
    return text("reply_general_signed_with_its_nul", "3.1", "refused:signature", "SUCCESS")
        .comment("The signature covers TEXT with its NUL, which it must not.")
        .input(new Raw().str("SUCCESS").raw(signature).u8(0).bytes());
  }

  private static Vector notUtf8() {
    Bytes text = Bytes.hex("5355434345535320ff");
    return Vector.named("reply_text_not_utf8", KIND, "3.5", "malformed:not-utf8")
        .comment("A TEXT that is not UTF-8.")
        .with("asked", "text")
        .with("server-key", SERVER.publicKey())
        .with("signed", text)
        .input(new Raw().raw(text).u8(0).raw(SERVER.sign(text)).u8(0).bytes());
  }

  private static Bytes general(String text, RawKey by) {
    return new Raw().str(text).raw(by.sign(Raw.text(text))).u8(0).bytes();
  }

  private static Bytes message(String text) {
    return new Raw().u32(0).str(text).raw(SERVER.sign(Raw.text(text))).u8(0).bytes();
  }

  private static Bytes key(int version, Bytes signature, int afterKey, int last) {
    return new Raw()
        .u32(version)
        .raw(ALICE.publicKey())
        .u8(afterKey)
        .raw(signature)
        .u8(last)
        .bytes();
  }

  private static Bytes xzibit(int length, Bytes signature) {
    return new Raw().u32(1).u32(length).raw(XZIBIT.slice(0, length)).raw(signature).bytes();
  }

  private static Vector.Builder text(String name, String clause, String expect, String text) {
    return reply(name, clause, expect, "text", Raw.text(text))
        .with("decoded", "general " + Quoted.of(text));
  }

  private static Vector.Builder versioned(String name, String expect, String text, String asked) {
    return reply(name, "3.3", expect, asked, Raw.text(text))
        .with("decoded", "message " + Quoted.of(text));
  }

  private static Vector.Builder key(String name, String expect) {
    return reply(name, "3.2", expect, "key", ALICE.publicKey())
        .with("decoded", "key " + ALICE.publicKey().hex());
  }

  private static Vector.Builder xzibit(String name, String expect) {
    return reply(name, "3.4", expect, "xzibit", XZIBIT).with("decoded", "xzibit " + XZIBIT.hex());
  }

  private static Vector.Builder reply(
      String name, String clause, String expect, String asked, Bytes signed) {
    return Vector.named(name, KIND, clause, expect)
        .with("asked", asked)
        .with("server-key", SERVER.publicKey())
        .with("signed", signed);
  }

  private static Vector.Builder greeting(String name, String expect, String line) {
    Vector.Builder vector = Vector.named(name, GREETING, "2.2", expect);
    return expect.equals(OK)
        ? vector.comment("The line that a server sends at accept.").with("decoded", line)
        : vector;
  }
}
