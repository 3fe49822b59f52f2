package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.Vector.OK;

import cmtp.protocol.Bytes;
import java.util.List;

/** What a server reads: well-formed streams of commands. */
final class CommandVectors {
  static final String KIND = "command-stream";
  static final Bytes NONCE = Raw.counting(16);

  /** 48 bytes that stand for the shortest sealed box; a server can't tell. */
  static final Bytes BOX = Raw.fill(0xb0, 48);

  private CommandVectors() {}

  static List<Vector> all() {
    return List.of(
        pipelined(),
        clear("stray_nuls_ignored", "2.5", "Empty commands are skipped.")
            .with("event", "NOOP")
            .with("event", "OHAI")
            .input(Raw.text("\0\0NOOP\0\0\0OHAI\0")),
        clear("unknown_word_then_noop", "4.1", "What follows an unknown word is the next command.")
            .with("event", "unknown \"FETCHMAIL\"")
            .with("event", "unknown \"noop\"")
            .with("event", "NOOP")
            .input(Raw.text("FETCHMAIL\0noop\0NOOP\0")),
        clear("word_of_32_bytes", "1.3", "The longest word, unknown.")
            .with("event", "unknown " + Quoted.of("W".repeat(32)))
            .input(Raw.text("W".repeat(32) + "\0")),
        clear("smtp_lines_between_commands", "2.4", "A CRLF before any NUL makes a line of SMTP.")
            .with("event", "smtp \"EHLO mail.example.org\"")
            .with("event", "NOOP")
            .with("event", "smtp \"QUIT\"")
            .input(Raw.text("EHLO mail.example.org\r\nNOOP\0QUIT\r\n")),
        clear("smtp_line_of_512_bytes", "1.3", "The longest line of SMTP, CRLF included.")
            .with("event", "smtp " + Quoted.of("X".repeat(510)))
            .input(Raw.text("X".repeat(510) + "\r\n")),
        serverKey(),
        clear("keyrequest_user_and_domain", "4.3", "Both parameters.")
            .with("event", "KEYREQUEST \"alice\" \"example.org\"")
            .input(Raw.text("KEYREQUEST\0alice\0example.org\0")),
        clear("keyrequest_empty_domain", "4.3", "An empty domain is the primary one.")
            .with("event", "KEYREQUEST \"alice\" \"\"")
            .with("event", "NOOP")
            .input(Raw.text("KEYREQUEST\0alice\0\0NOOP\0")),
        clear("keyrequest_before_base_word", "4.3", "The next command's word is no domain.")
            .with("event", "KEYREQUEST \"alice\" absent")
            .with("event", "NOOP")
            .input(Raw.text("KEYREQUEST\0alice\0NOOP\0")),
        beforeFrame(),
        clear("keyrequest_lower_case_word", "4.3", "Words are capitals: this is a domain.")
            .with("event", "KEYREQUEST \"alice\" \"noop\"")
            .input(Raw.text("KEYREQUEST\0alice\0noop\0")),
        atEnd("keyrequest_half_closed", "The client half-closes after the user.", "end-of-input")
            .with("event", "KEYREQUEST \"alice\" absent")
            .input(Raw.text("KEYREQUEST\0alice\0")),
        atEnd("keyrequest_timed_out", "Nothing comes for 2 s: answer, then close.", "time-out")
            .with("event", "KEYREQUEST \"alice\" absent then-close")
            .input(Raw.text("KEYREQUEST\0alice\0")),
        clear("login_account_at_domain", "4.4", "A name that is not ASCII, with its domain.")
            .with("event", "LOGIN \"zoë@example.org\"")
            .input(Raw.text("LOGIN\0zoë@example.org\0")),
        mail(),
        mailWithAttachments(),
        mailInPlaintext(),
        longestNames(),
        frameInClear(),
        unknownFrame(),
        append());
  }

  private static Vector pipelined() {
    return clear("base_commands_pipelined", "2.5", "Commands without waiting for answers.")
        .with("event", "OHAI")
        .with("event", "NOOP")
        .with("event", "HELP")
        .with("event", "LOGIN \"alice\"")
        .with("event", "OBAI")
        .input(Raw.text("OHAI\0NOOP\0HELP\0LOGIN\0alice\0OBAI\0"));
  }

  private static Vector serverKey() {
    return clear("keyrequest_server_key", "4.3", "An empty user ends the command at once.")
        .with("event", "KEYREQUEST \"\" absent")
        .with("event", "NOOP")
        .input(Raw.text("KEYREQUEST\0\0\0NOOP\0"));
  }

  private static Vector beforeFrame() {
    Bytes frame = frame("GETREC", Raw.text("srv\0\0\0"));
    return clear("keyrequest_before_x1_word", "4.3", "An X1 command's word is no domain either.")
        .with("event", "KEYREQUEST \"alice\" absent")
        .with("event", "frame \"GETREC\" " + NONCE.hex() + " " + Raw.text("srv\0\0\0").hex())
        .input(Raw.join(Raw.text("KEYREQUEST\0alice\0"), frame));
  }

  private static Vector mail() {
    Bytes log = Raw.text("one\0two\0");
    return clear("mail_without_attachments", "4.6", "A message with a log of two entries.")
        .with("event", "message 1 0 8 48 \"bob\" \"example.org\" \"alice\" \"example.org\"")
        .with("event", "log " + log.hex())
        .with("event", "part 0 48 " + BOX.hex())
        .with("event", "message-end")
        .with("event", "NOOP")
        .input(Raw.join(Raw.text("MAIL\0"), header(1, 0, 8, 48), log, BOX, Raw.text("NOOP\0")));
  }

  private static Vector mailWithAttachments() {
    Bytes second = Raw.counting(60);
    return clear("mail_with_two_attachments", "4.6", "Each attachment has its length before it.")
        .with("event", "message 1 2 0 48 \"bob\" \"example.org\" \"alice\" \"example.org\"")
        .with("event", "log ")
        .with("event", "part 0 48 " + BOX.hex())
        .with("event", "part 1 48 " + BOX.hex())
        .with("event", "part 2 60 " + second.hex())
        .with("event", "message-end")
        .input(
            new Raw()
                .str("MAIL")
                .raw(header(1, 2, 0, 48))
                .raw(BOX)
                .u64(48)
                .raw(BOX)
                .u64(60)
                .raw(second)
                .bytes());
  }

  private static Vector mailInPlaintext() {
    return clear(
            "mail_version_0_with_empty_parts",
            "1.7",
            "Plaintext parts may have any length, also 0.")
        .with("event", "message 0 1 1 0 \"bob\" \"example.org\" \"alice\" \"example.org\"")
        .with("event", "log 00")
        .with("event", "part 0 0 ")
        .with("event", "part 1 0 ")
        .with("event", "message-end")
        .input(new Raw().str("MAIL").raw(header(0, 1, 1, 0)).u8(0).u64(0).bytes());
  }

  private static Vector longestNames() {
    String name = "é".repeat(127) + "e";
    Bytes header =
        new Raw().u32(1).u32(0).u64(0).u64(48).str(name).str("b").str("").str("d").bytes();
    return clear("mail_account_of_255_bytes", "1.3", "The longest name, and an empty source.")
        .with("event", "message 1 0 0 48 " + Quoted.of(name) + " \"b\" \"\" \"d\"")
        .with("event", "log ")
        .with("event", "part 0 48 " + BOX.hex())
        .with("event", "message-end")
        .input(Raw.join(Raw.text("MAIL\0"), header, BOX));
  }

  private static Vector frameInClear() {
    Bytes key = RawCrypto.x25519Public(Raw.fill(0xc1, 32));
    return clear("x1_frame_in_clear", "7.1", "A known X1 word begins a frame.")
        .with("event", "frame \"SECURE\" " + NONCE.hex() + " " + key.hex())
        .with("event", "frame \"BOXES\" " + NONCE.hex() + " ")
        .input(Raw.join(frame("SECURE", key), frame("BOXES", Bytes.EMPTY)));
  }

  private static Vector unknownFrame() {
    return stream("x1_unknown_frame_in_channel", "7.2", OK, "secure", "open")
        .comment("Inside a channel any other word begins a frame, which can be skipped.")
        .with("event", "frame \"FUTURE2\" " + NONCE.hex() + " 616263")
        .with("event", "NOOP")
        .input(Raw.join(frame("FUTURE2", Raw.text("abc")), Raw.text("NOOP\0")));
  }

  private static Vector append() {
    Bytes parameters = Raw.text("drafts\0draft\0");
    return stream("x1_append_with_message", "7.1", OK, "secure", "open")
        .comment("A message always follows an APPEND frame.")
        .with("event", "frame \"APPEND\" " + NONCE.hex() + " " + parameters.hex())
        .with("event", "message 1 0 0 48 \"bob\" \"example.org\" \"alice\" \"example.org\"")
        .with("event", "log ")
        .with("event", "part 0 48 " + BOX.hex())
        .with("event", "message-end")
        .input(Raw.join(frame("APPEND", parameters), header(1, 0, 0, 48), BOX));
  }

  /** A header from alice to bob. */
  static Bytes header(long version, long attachments, long log, long body) {
    return new Raw()
        .u32(version)
        .u32(attachments)
        .u64(log)
        .u64(body)
        .str("bob")
        .str("example.org")
        .str("alice")
        .str("example.org")
        .bytes();
  }

  static Bytes frame(String word, Bytes parameters) {
    return new Raw().str(word).u32(16L + parameters.length()).raw(NONCE).raw(parameters).bytes();
  }

  static Vector.Builder stream(
      String name, String clause, String expect, String layer, String ends) {
    return Vector.named(name, KIND, clause, expect).with("layer", layer).with("ends", ends);
  }

  private static Vector.Builder clear(String name, String clause, String comment) {
    return stream(name, clause, OK, "clear", "open").comment(comment);
  }

  private static Vector.Builder atEnd(String name, String comment, String ends) {
    return stream(name, "4.3", OK, "clear", ends).comment(comment);
  }
}
