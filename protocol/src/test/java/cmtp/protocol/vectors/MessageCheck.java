package cmtp.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import cmtp.protocol.wire.CommandDecoder;
import cmtp.protocol.wire.Decoded;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a message as a server does, computes its mid, and compares the digest entry. */
final class MessageCheck implements Check {
  private MessageHeader header;
  private MessageLog log;
  private final List<ByteArrayOutputStream> parts = new ArrayList<>();

  @Override
  public String outcome(Vector vector) {
    read(Bytes.concat(Bytes.utf8("MAIL\0"), vector.input()));
    List<Bytes> all = parts.stream().map(p -> Bytes.wrap(p.toByteArray())).toList();
    Message message = new Message(header, log, all.get(0), all.subList(1, all.size()));
    assertEquals(vector.input(), message.encode());
    assertEquals(vector.get("origin"), log.origin().hex());
    assertEquals(vector.get("origin-hash"), Hash.of(log.origin()).hex());
    LogEntry.Digests digests = message.digests();
    assertEquals(vector.get("body-hash"), digests.body().hex());
    assertEquals(
        vector.all("attachment-hash"), digests.attachments().stream().map(Bytes::hex).toList());
    assertEquals(vector.get("mid"), message.mid().toString());
    assertEquals(vector.bytes("mid"), Hash.of(vector.bytes("mid-input")));
    Optional<LogEntry.Digests> claimed = log.digests();
    return claimed.isEmpty() || claimed.get().equals(digests) ? Vector.OK : "refused:digest";
  }

  private void read(Bytes bytes) {
    CommandDecoder decoder = new CommandDecoder(Limits.DEFAULT, false);
    decoder.feed(bytes);
    for (Decoded d = decoder.next(); d != Decoded.Signal.MESSAGE_ENDED; d = decoder.next()) {
      if (d instanceof Decoded.MessageStarted started) {
        header = started.header();
      } else if (d instanceof Decoded.LogReceived received) {
        log = received.log();
      } else if (d instanceof Decoded.PartStarted) {
        parts.add(new ByteArrayOutputStream());
      } else if (d instanceof Decoded.PartBytes more) {
        parts.get(parts.size() - 1).writeBytes(more.bytes().unsafeArray());
      } else {
        throw new AssertionError("not a message: " + d);
      }
    }
  }
}
