package cmtp.protocol.vectors;

import static cmtp.protocol.vectors.CommandVectors.BOX;
import static cmtp.protocol.vectors.CommandVectors.NONCE;
import static cmtp.protocol.vectors.CommandVectors.header;
import static cmtp.protocol.vectors.CommandVectors.stream;

import cmtp.protocol.Bytes;
import java.util.List;

/** What a server reads and refuses: each stream is wrong in exactly one way. */
final class BrokenCommandVectors {
  private static final String MESSAGE = " 48 \"bob\" \"example.org\" \"alice\" \"example.org\"";

  private BrokenCommandVectors() {}

  static List<Vector> all() {
    return List.of(
        broken("word_of_33_bytes", "2.5", "word-too-long", "One byte more than the longest word.")
            .input(Raw.text("W".repeat(33) + "\0")),
        broken("word_endless", "2.5", "word-too-long", "512 bytes with neither NUL nor CRLF.")
            .input(Raw.text("W".repeat(512))),
        channel("channel_word_in_lower_case", "2.5", "no-word", "No frame can begin like this.")
            .input(Raw.text("future\0")),
        channel("channel_smtp_line", "2.4", "no-word", "There is no SMTP inside a channel.")
            .input(Raw.text("EHLO x\r\n\0")),
        frame("x1_frame_length_15", 15, "Too short for its nonce."),
        frame("x1_frame_length_65553", 65_553, "More than 64 KiB of parameters."),
        frame("x1_frame_length_negative", 0xFFFFFFFFL, "A length that some read as -1."),
        ended("x1_frame_truncated", "7.1", "The connection ends inside the parameters.")
            .input(new Raw().str("GETREC").u32(22).raw(NONCE).str("srv").bytes()),
        ended("command_truncated", "2.7", "The connection ends inside a word.")
            .with("event", "NOOP")
            .input(Raw.text("NOOP\0NOO")),
        late("command_timed_out", "2.6", "A word is begun and not finished in time.")
            .input(Raw.text("NOO")),
        login("login_user_not_utf8", "not-utf8", "A first byte without its second.", "c328"),
        login("login_user_overlong_utf8", "not-utf8", "An overlong form of NUL.", "61c080"),
        login("login_user_surrogate", "not-utf8", "A UTF-16 surrogate in UTF-8.", "eda080"),
        login("login_user_above_unicode", "not-utf8", "U+110000.", "f4908080"),
        broken("login_user_of_512_bytes", "1.3", "name-too-long", "One byte too many.")
            .input(Raw.text("LOGIN\0" + "a".repeat(512) + "\0")),
        broken("keyrequest_domain_of_256_bytes", "1.3", "name-too-long", "One byte too many.")
            .input(Raw.text("KEYREQUEST\0alice\0" + "d".repeat(256) + "\0")),
        ended("keyrequest_domain_unfinished", "4.3", "The client closes inside the domain.")
            .input(Raw.text("KEYREQUEST\0alice\0exam")),
        late("keyrequest_domain_timed_out", "4.3", "A domain that was begun has to be finished.")
            .input(Raw.text("KEYREQUEST\0alice\0exam")),
        account(
            "mail_account_of_256_bytes", "name-too-long", "One byte too many.", "61".repeat(256)),
        account("mail_account_not_utf8", "not-utf8", "Latin-1, not UTF-8.", "626fe9"),
        lengths("mail_log_length_of_64_bits", "1.1", "number-too-large", 0, Long.MIN_VALUE, 48),
        lengths("mail_body_length_of_64_bits", "1.1", "number-too-large", 0, 0, -1),
        lengths("mail_log_of_65537_bytes", "1.3", "too-large", 0, 65_537, 48),
        lengths("mail_body_over_50_mib", "1.3", "too-large", 0, 0, 52_428_801),
        lengths("mail_body_length_of_63_bits", "4.6", "too-large", 0, 0, Long.MAX_VALUE),
        lengths("mail_257_attachments", "1.3", "too-large", 257, 0, 48),
        lengths("mail_4294967295_attachments", "1.3", "too-large", 0xFFFFFFFFL, 0, 48),
        lengths("mail_body_of_47_bytes", "1.7", "too-short", 0, 0, 47),
        attachment("mail_attachment_of_47_bytes", "1.7", "too-short", 47),
        attachment("mail_attachment_length_of_64_bits", "1.1", "number-too-large", -2),
        attachment("mail_attachment_over_50_mib", "4.6", "too-large", 52_428_800),
        attachment("mail_attachment_length_of_63_bits", "4.6", "too-large", Long.MAX_VALUE),
        log("mail_log_of_65_entries", "Too many entries.", Raw.text("x\0".repeat(65))),
        log("mail_log_not_utf8", "A stray continuation byte.", Bytes.hex("61808000")),
        log("mail_log_unterminated", "A NUL inside but not at the end.", Raw.text("one\0two")),
        ended("mail_truncated_in_header", "2.7", "The connection ends inside a name.")
            .input(new Raw().str("MAIL").u32(1).u32(0).u64(0).u64(48).raw(Raw.text("bo")).bytes()),
        truncatedBody(),
        ended("mail_truncated_in_attachment_length", "2.7", "It ends inside a length.")
            .with("event", "message 1 1 0" + MESSAGE)
            .with("event", "log ")
            .with("event", "part 0 48 " + BOX.hex())
            .input(new Raw().str("MAIL").raw(header(1, 1, 0, 48)).raw(BOX).u32(0).bytes()));
  }

  private static Vector truncatedBody() {
    return ended("mail_truncated_in_body", "2.7", "The connection ends one byte too early.")
        .with("event", "message 1 0 0" + MESSAGE)
        .with("event", "log ")
        .with("event", "part 0 48 " + BOX.slice(0, 47).hex())
        .input(new Raw().str("MAIL").raw(header(1, 0, 0, 48)).raw(BOX.slice(0, 47)).bytes());
  }

  private static Vector frame(String name, long length, String comment) {
    return broken(name, "7.1", "frame-length", comment)
        .input(new Raw().str("GETREC").u32(length).bytes());
  }

  private static Vector login(String name, String reason, String comment, String user) {
    return broken(name, "1.1", reason, comment)
        .input(new Raw().str("LOGIN").hex(user).u8(0).bytes());
  }

  private static Vector account(String name, String reason, String comment, String account) {
    return broken(name, "4.6", reason, comment)
        .input(
            new Raw()
                .str("MAIL")
                .u32(1)
                .u32(0)
                .u64(0)
                .u64(48)
                .hex(account)
                .u8(0)
                .str("example.org")
                .str("alice")
                .str("example.org")
                .bytes());
  }

  private static Vector lengths(
      String name, String clause, String reason, long attachments, long log, long body) {
    String comment = "The header alone decides: nothing after it is awaited.";
    return broken(name, clause, reason, comment)
        .input(new Raw().str("MAIL").raw(header(1, attachments, log, body)).bytes());
  }

  private static Vector attachment(String name, String clause, String reason, long length) {
    return broken(name, clause, reason, "An attachment's length decides, before its bytes.")
        .with("event", "message 1 1 0" + MESSAGE)
        .with("event", "log ")
        .with("event", "part 0 48 " + BOX.hex())
        .input(new Raw().str("MAIL").raw(header(1, 1, 0, 48)).raw(BOX).u64(length).bytes());
  }

  private static Vector log(String name, String comment, Bytes log) {
    return broken(name, "4.7", "log", comment)
        .with("event", "message 1 0 " + log.length() + MESSAGE)
        .input(new Raw().str("MAIL").raw(header(1, 0, log.length(), 48)).raw(log).bytes());
  }

  private static Vector.Builder broken(String name, String clause, String reason, String comment) {
    return stream(name, clause, "malformed:" + reason, "clear", "open").comment(comment);
  }

  private static Vector.Builder channel(String name, String clause, String reason, String comment) {
    return stream(name, clause, "malformed:" + reason, "secure", "open").comment(comment);
  }

  private static Vector.Builder ended(String name, String clause, String comment) {
    return stream(name, clause, "malformed:truncated", "clear", "end-of-input").comment(comment);
  }

  private static Vector.Builder late(String name, String clause, String comment) {
    return stream(name, clause, "malformed:timed-out", "clear", "time-out").comment(comment);
  }
}
