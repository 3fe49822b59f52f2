package cmtp.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Command;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.field.FieldWriter;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import cmtp.protocol.wire.CommandDecoder.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandDecoderTest {
  private static final Bytes NONCE = Bytes.wrap(new byte[16]);
  private static final Address ALICE = Address.parse("alice@example.org");
  private static final Address BOB = Address.parse("bob@example.org");

  private final CommandDecoder decoder = new CommandDecoder(Limits.DEFAULT, false);

  @Test
  void readsEveryCommandAlikeWhateverTheSplit() {
    Bytes stream = everything();
    List<Decoded> whole = decode(Layer.CLEAR, stream, stream.length());
    assertEquals(21, whole.size(), whole.toString());
    for (int size : new int[] {1, 2, 3, 7, 64, 1000}) {
      assertEquals(whole, decode(Layer.CLEAR, stream, size), "in pieces of " + size);
    }
  }

  @Test
  void readsEveryCommandAlikeWhateverTheRandomSplit() {
    Bytes stream = everything();
    List<Decoded> whole = decode(Layer.CLEAR, stream, stream.length());
    for (long seed = 0; seed < 200; seed++) {
      assertEquals(whole, decodeRandomly(Layer.CLEAR, stream, new Random(seed)), "seed " + seed);
    }
  }

  @Test
  void ignoresStrayNuls() {
    feed("\0\0NOOP\0\0\0OHAI\0");
    assertEquals(received(Command.Simple.NOOP), decoder.next());
    assertEquals(received(Command.Simple.OHAI), decoder.next());
    assertEquals(Decoded.Signal.NEED_MORE, decoder.next());
    assertEquals(Decoded.Signal.END, decoder.endOfInput());
  }

  @Test
  void takesTheNextCommandWordForNoDomain() {
    feed("KEYREQUEST\0alice\0NOOP\0");
    assertEquals(keyRequest("alice", null, false), decoder.next());
    assertEquals(received(Command.Simple.NOOP), decoder.next());
  }

  @Test
  void takesALowerCaseWordForADomain() {
    feed("KEYREQUEST\0alice\0noop\0");
    assertEquals(keyRequest("alice", "noop", false), decoder.next());
  }

  @Test
  void answersForTheLocalUserWhenTheClientHalfCloses() {
    feed("KEYREQUEST\0alice\0");
    assertEquals(Decoded.Signal.NEED_MORE, decoder.next());
    assertEquals(keyRequest("alice", null, false), decoder.endOfInput());
    assertEquals(Decoded.Signal.END, decoder.endOfInput());
  }

  @Test
  void answersForTheLocalUserAndEndsWhenNoDomainComesInTime() {
    feed("KEYREQUEST\0alice\0");
    assertEquals(Decoded.Signal.NEED_MORE, decoder.next());
    assertEquals(CommandDecoder.Waiting.DOMAIN, decoder.waiting());
    assertEquals(keyRequest("alice", null, true), decoder.timeOut());
    feed("example.org\0");
    assertEquals(Decoded.Signal.NEED_MORE, decoder.next());
  }

  @Test
  void timesOutWhenOnlyAPartOfTheDomainCame() {
    feed("KEYREQUEST\0alice\0exam");
    assertEquals(Decoded.Signal.NEED_MORE, decoder.next());
    assertEquals(CommandDecoder.Waiting.REST, decoder.waiting());
    assertEquals(malformed(Decoded.Reason.TIMED_OUT), decoder.timeOut());
  }

  @Test
  void asksForTheServersKeyWithoutWaitingForADomain() {
    feed("KEYREQUEST\0\0");
    assertEquals(keyRequest("", null, false), decoder.next());
  }

  @Test
  void recognisesSmtp() {
    feed("EHLO mail.example.org\r\nQUIT\r\n");
    assertEquals(new Decoded.SmtpLine("EHLO mail.example.org"), decoder.next());
    assertEquals(new Decoded.SmtpLine("QUIT"), decoder.next());
  }

  @Test
  void skipsAnUnknownFrameInsideASecureChannelOnly() {
    Bytes frame = new X1Frame("FUTURE", NONCE, Bytes.utf8("abc")).encode();
    CommandDecoder secure = new CommandDecoder(Limits.DEFAULT, true);
    secure.feed(frame);
    assertEquals(
        new Decoded.FrameReceived(new X1Frame("FUTURE", NONCE, Bytes.utf8("abc"))), secure.next());
    decoder.feed(frame);
    assertEquals(received(new Command.Unknown("FUTURE")), decoder.next());
  }

  @Test
  void readsTheDialectAlikeWhateverTheSplit() {
    List<Decoded> whole = decode(Layer.CMTPD, shorebird(), Integer.MAX_VALUE);
    MessageHeader header = header(0, 0, 76, "bob");
    assertEquals(
        List.of(
            keyRequest("", null, false),
            received(new Command.Login("alice")),
            keyRequest("bob", "example.org", false),
            new Decoded.MessageStarted(header),
            new Decoded.LogReceived(MessageLog.EMPTY),
            new Decoded.PartStarted(0, 76),
            new Decoded.PartBytes(Bytes.wrap(new byte[76])),
            Decoded.Signal.MESSAGE_ENDED,
            keyRequest("carol", "", false),
            keyRequest("carol", "", false),
            new Decoded.SmtpLine("EHLO mail.example.org"),
            received(Command.Simple.OBAI)),
        whole);
    for (int size : new int[] {1, 2, 3, 7, 64, 1000}) {
      assertEquals(whole, decode(Layer.CMTPD, shorebird(), size), "in pieces of " + size);
    }
    for (long seed = 0; seed < 200; seed++) {
      assertEquals(
          whole, decodeRandomly(Layer.CMTPD, shorebird(), new Random(seed)), "seed " + seed);
    }
  }

  /** What the C client says: one NUL too many after each key request that names a user. */
  private static Bytes shorebird() {
    return Bytes.concat(
        Bytes.utf8("KEYREQUEST\0\0LOGIN\0alice\0KEYREQUEST\0bob\0example.org\0\0"),
        mail(header(0, 0, 76, "bob")),
        Bytes.wrap(new byte[76]),
        Bytes.utf8("KEYREQUEST\0carol\0\0\0KEYREQUEST\0carol\0\0\0"),
        Bytes.utf8("EHLO mail.example.org\r\nOBAI\0"));
  }

  @Test
  void knowsNoWordOfX1InTheDialect() {
    for (String word : X1Codec.WORDS) {
      CommandDecoder cmtpd = new CommandDecoder(Limits.DEFAULT, Layer.CMTPD);
      cmtpd.feed(Bytes.utf8(word + "\0NOOP\0KEYREQUEST\0bob\0" + word + "\0"));
      assertEquals(received(new Command.Unknown(word)), cmtpd.next());
      assertEquals(received(Command.Simple.NOOP), cmtpd.next());
      assertEquals(keyRequest("bob", word, false), cmtpd.next());
    }
  }

  @ParameterizedTest
  @CsvSource({"32,false,Unknown", "33,false,WORD_TOO_LONG", "33,true,WORD_TOO_LONG"})
  void takesAWordOfAtMost32Bytes(int length, boolean secure, String outcome) {
    String word = "A".repeat(length);
    CommandDecoder fresh = new CommandDecoder(Limits.DEFAULT, secure);
    fresh.feed(Bytes.utf8(word + "\0"));
    Decoded expected =
        outcome.equals("Unknown")
            ? received(new Command.Unknown(word))
            : malformed(Decoded.Reason.valueOf(outcome));
    assertEquals(expected, fresh.next());
  }

  @ParameterizedTest
  @ValueSource(strings = {"noop", "N OOP", "NÖOP", "\u0001"})
  void takesNothingButAWordForAFrameInsideASecureChannel(String said) {
    CommandDecoder secure = new CommandDecoder(Limits.DEFAULT, true);
    secure.feed(Bytes.utf8(said + "\0"));
    assertEquals(malformed(Decoded.Reason.NO_WORD), secure.next());
    decoder.feed(Bytes.utf8("noop\0"));
    assertEquals(received(new Command.Unknown("noop")), decoder.next());
  }

  @Test
  void saysTooLargeForMoreAttachmentsThanAnIntCounts() {
    MessageHeader header = header(0, 0, 48, "bob");
    byte[] bytes = header.encode().toArray();
    bytes[4] = (byte) 0xFF;
    decoder.feed(Bytes.concat(Bytes.utf8("MAIL\0"), Bytes.wrap(bytes)));
    assertEquals(malformed(Decoded.Reason.TOO_LARGE), decoder.next());
  }

  @ParameterizedTest
  @CsvSource({"511,NEED_MORE", "512,WORD_TOO_LONG", "5000,WORD_TOO_LONG"})
  void givesUpOnAnEndlessCommand(int length, String outcome) {
    feed("A".repeat(length));
    Decoded expected =
        outcome.equals("NEED_MORE")
            ? Decoded.Signal.NEED_MORE
            : malformed(Decoded.Reason.valueOf(outcome));
    assertEquals(expected, decoder.next());
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 16 + 64 * 1024 + 1, -1})
  void refusesAFrameLengthOutOfRange(int length) {
    decoder.feed(new FieldWriter().str("GETREC").u32(length & 0xFFFFFFFFL).toBytes());
    assertEquals(malformed(Decoded.Reason.FRAME_LENGTH), decoder.next());
  }

  @Test
  void refusesANameOfMoreThan255Bytes() {
    decoder.feed(mail(header(0, 0, 48, "a".repeat(256))));
    assertEquals(malformed(Decoded.Reason.NAME_TOO_LONG), decoder.next());
  }

  @Test
  void takesANameOf255Bytes() {
    MessageHeader header = header(0, 0, 48, "a".repeat(255));
    decoder.feed(mail(header));
    assertEquals(new Decoded.MessageStarted(header), decoder.next());
  }

  @Test
  void refusesANameThatIsNotUtf8() {
    decoder.feed(Bytes.concat(Bytes.utf8("LOGIN\0"), Bytes.hex("c3280a00")));
    assertEquals(malformed(Decoded.Reason.NOT_UTF8), decoder.next());
  }

  @Test
  void refusesANumberAbove63Bits() {
    Bytes start = new FieldWriter().str("MAIL").u32(1).u32(0).toBytes();
    Bytes rest = Bytes.concat(Bytes.hex("8000000000000000"), Bytes.wrap(new byte[12]));
    decoder.feed(Bytes.concat(start, rest));
    assertEquals(malformed(Decoded.Reason.NUMBER_TOO_LARGE), decoder.next());
  }

  @ParameterizedTest
  @CsvSource({
    "257, 0, 48, TOO_LARGE",
    "0, 65537, 48, TOO_LARGE",
    "0, 0, 52428801, TOO_LARGE",
    "0, 0, 9223372036854775807, TOO_LARGE",
    "0, 0, 47, TOO_SHORT"
  })
  void refusesByTheHeaderAlone(int attachments, long log, long body, Decoded.Reason reason) {
    decoder.feed(mail(header(attachments, log, body, "bob")));
    assertEquals(malformed(reason), decoder.next());
  }

  @Test
  void refusesAnAttachmentThatMakesTheMessageTooLarge() {
    CommandDecoder small = new CommandDecoder(new Limits(1000, 100), false);
    small.feed(Bytes.concat(mail(header(1, 0, 48, "bob")), Bytes.wrap(new byte[48])));
    small.feed(new FieldWriter().u64(1000).toBytes());
    Decoded last = small.next();
    while (!(last instanceof Decoded.Malformed)) {
      assertTrue(last != Decoded.Signal.NEED_MORE, "accepted");
      last = small.next();
    }
    assertEquals(malformed(Decoded.Reason.TOO_LARGE), last);
  }

  @Test
  void refusesALogOfMoreThan64Entries() {
    MessageLog log = MessageLog.of(java.util.Collections.nCopies(65, "x"));
    decoder.feed(Bytes.concat(mail(header(0, log.bytes().length(), 48, "bob")), log.bytes()));
    decoder.next();
    assertEquals(malformed(Decoded.Reason.LOG), decoder.next());
  }

  @Test
  void saysTruncatedWhenAMessageEndsInTheMiddle() {
    decoder.feed(Bytes.concat(mail(header(0, 0, 48, "bob")), Bytes.wrap(new byte[47])));
    while (decoder.next() != Decoded.Signal.NEED_MORE) {
      assertEquals(CommandDecoder.Waiting.MESSAGE, decoder.waiting());
    }
    assertEquals(malformed(Decoded.Reason.TRUNCATED), decoder.endOfInput());
  }

  @Test
  void holdsNothingAfterBrokenInput() {
    feed("A".repeat(600));
    decoder.next();
    assertEquals(0, decoder.heldBytes());
    feed("NOOP\0");
    assertEquals(Decoded.Signal.NEED_MORE, decoder.next());
  }

  @Test
  void survivesRandomBytes() {
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] noise = new byte[random.nextInt(400)];
      random.nextBytes(noise);
      CommandDecoder fresh = new CommandDecoder(Limits.DEFAULT, seed % 2 == 0);
      fresh.feed(Bytes.concat(Bytes.utf8(seed % 3 == 0 ? "MAIL\0" : ""), Bytes.wrap(noise)));
      int steps = 0;
      while (fresh.next() != Decoded.Signal.NEED_MORE) {
        assertTrue(++steps < 2000, "seed " + seed);
      }
      fresh.endOfInput();
    }
  }

  private static Bytes everything() {
    MessageLog log = MessageLog.of(List.of("one", "two"));
    MessageHeader header = MessageHeader.sealed(BOB, ALICE, 2, log.bytes().length(), 500);
    Bytes message =
        Bytes.concat(
            header.encode(),
            log.bytes(),
            Bytes.wrap(new byte[500]),
            new FieldWriter().u64(48).toBytes(),
            Bytes.wrap(new byte[48]),
            new FieldWriter().u64(300).toBytes(),
            Bytes.wrap(new byte[300]));
    X1Command getRecord = new X1Command.GetRecord("key", "alice", "example.org");
    return Bytes.concat(
        Bytes.utf8("OHAI\0NOOP\0HELP\0KEYREQUEST\0alice\0example.org\0KEYREQUEST\0bob\0\0"),
        Bytes.utf8("LOGIN\0ålice\0\0\0NONSENSE\0EHLO x\r\n"),
        Bytes.utf8("MAIL\0"),
        message,
        X1Codec.encode(getRecord, NONCE).encode(),
        Bytes.utf8("KEYREQUEST\0\0\0KEYREQUEST\0bob\0OBAI\0"));
  }

  private static List<Decoded> decode(Layer layer, Bytes stream, int size) {
    CommandDecoder fresh = new CommandDecoder(Limits.DEFAULT, layer);
    List<Decoded> all = new ArrayList<>();
    int piece = Math.min(size, stream.length());
    for (int at = 0; at < stream.length(); at += piece) {
      fresh.feed(stream.slice(at, Math.min(stream.length(), at + piece)));
      drain(fresh, all);
    }
    return all;
  }

  private static List<Decoded> decodeRandomly(Layer layer, Bytes stream, Random random) {
    CommandDecoder fresh = new CommandDecoder(Limits.DEFAULT, layer);
    List<Decoded> all = new ArrayList<>();
    int at = 0;
    while (at < stream.length()) {
      int to = Math.min(stream.length(), at + 1 + random.nextInt(200));
      fresh.feed(stream.slice(at, to));
      at = to;
      drain(fresh, all);
    }
    return all;
  }

  /** Pieces of one part become one: where they were cut is the only thing a split may change. */
  private static void drain(CommandDecoder decoder, List<Decoded> all) {
    for (Decoded d = decoder.next(); d != Decoded.Signal.NEED_MORE; d = decoder.next()) {
      int last = all.size() - 1;
      if (d instanceof Decoded.PartBytes more
          && all.get(last) instanceof Decoded.PartBytes before) {
        all.set(last, new Decoded.PartBytes(Bytes.concat(before.bytes(), more.bytes())));
      } else {
        all.add(d);
      }
    }
  }

  private static MessageHeader header(int attachments, long log, long body, String account) {
    return new MessageHeader(
        1, attachments, log, body, account, "example.org", "alice", "example.org");
  }

  private static Bytes mail(MessageHeader header) {
    return Bytes.concat(Bytes.utf8("MAIL\0"), header.encode());
  }

  private static Decoded received(Command command) {
    return new Decoded.CommandReceived(command);
  }

  private static Decoded keyRequest(String user, String domain, boolean last) {
    return received(new Command.KeyRequest(user, Optional.ofNullable(domain), last));
  }

  private static Decoded malformed(Decoded.Reason reason) {
    return new Decoded.Malformed(reason);
  }

  private void feed(String text) {
    decoder.feed(Bytes.utf8(text));
  }
}
