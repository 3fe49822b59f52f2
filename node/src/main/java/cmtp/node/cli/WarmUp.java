package cmtp.node.cli;

import cmtp.node.cli.console.Json;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.console.Terminal.Tty;
import cmtp.node.cli.mail.Letter;
import cmtp.node.cli.mail.LetterSealer;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.command.Command;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Reply;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.EphemeralKey;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.crypto.SecureChannel;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.message.MailText;
import cmtp.protocol.message.Message;
import cmtp.protocol.record.KeyRecord;
import cmtp.protocol.record.RecordChain;
import cmtp.protocol.wire.ReplyDecoder;
import cmtp.protocol.wire.X1Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does once what commands do, so that the launcher can archive the loaded classes: with them a
 * command starts in a third of the time. What it leaves out is only slower, never wrong.
 */
public final class WarmUp {
  private static final SecureRandomBytes RANDOM = SecureRandomBytes.system();

  private WarmUp() {}

  public static void main(String[] none) throws IOException {
    Path home = Files.createTempDirectory("cmtp-warm-up");
    try {
      Terminal terminal = terminal(home);
      Cmtp.run(List.of("--help"), terminal);
      for (String command : List.of("inbox", "read 1", "send a@localhost -t x", "account list")) {
        Cmtp.run(List.of(command.split(" ")), terminal);
        Cmtp.run(List.of(command.split(" ")[0], "--help"), terminal);
      }
      terminal.say(Json.of(Map.of("a", List.of(1, true, "b"))));
      converse(SigningKey.generate(RANDOM));
    } finally {
      Files.delete(home);
    }
  }

  private static Terminal terminal(Path home) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Terminal(
        InputStream.nullInputStream(),
        nowhere,
        nowhere,
        home,
        Map.of("CMTP_HOME", home.toString(), "CMTP_DATA", home.toString()),
        Clock.systemDefaultZone(),
        RANDOM,
        Tty.NONE,
        question -> Optional.empty());
  }

  private static void converse(SigningKey key) throws IOException {
    Address address = Address.parse("a@localhost");
    Letter letter =
        new Letter(
            1, address, List.of(address), List.of(), List.of(), "", "subject", "text", List.of());
    Message message = new LetterSealer(key).seal(letter, address, key.publicKey(), 1);
    SealedBox.open(message.body(), key).map(MailText::decode);
    KeyRecord record = KeyRecord.first(key, address.account(), address.domain(), 1);
    RecordChain.ofKeys(List.of(record.bytes()));
    Payload.Records records = new Payload.Records(List.of(record.bytes()));
    Payload.Records.decode(records.encode());
    EphemeralKey ours = EphemeralKey.generate(RANDOM);
    EphemeralKey theirs = EphemeralKey.generate(RANDOM);
    SecureChannel server = ours.asServer(theirs.publicKey()).orElseThrow();
    SecureChannel client = theirs.asClient(ours.publicKey()).orElseThrow();
    Bytes nonce = RANDOM.next(16);
    Bytes frame = X1Codec.encode(new X1Command.ListBox("inbox", 0, 0, 1), nonce).encode();
    var sealer = client.sealer(RANDOM);
    var opener = server.opener();
    opener.feed(sealer.header());
    opener.feed(sealer.seal(frame));
    decode(new Reply.X1(Status.OK, records.encode(), key.sign(Hash.of(frame))));
    decode(new Reply.General("SUCCESS", key.sign(Command.Simple.OHAI.encode())));
  }

  private static void decode(Reply reply) {
    ReplyDecoder decoder = new ReplyDecoder();
    decoder.feed(reply.encode().asByteBuffer());
    decoder.next(reply instanceof Reply.X1 ? ReplyDecoder.Expected.X1 : ReplyDecoder.Expected.TEXT);
  }
}
