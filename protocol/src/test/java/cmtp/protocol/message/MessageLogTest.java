package cmtp.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageLogTest {
  @Test
  void givesBackItsEntries() {
    for (long seed = 0; seed < 500; seed++) {
      List<String> entries = random(new Random(seed));
      MessageLog log = MessageLog.of(entries);
      assertTrue(log.isWellFormed(), "seed " + seed);
      assertEquals(entries, log.entries(), "seed " + seed);
    }
  }

  @Test
  void anEntryAfterTheOriginLeavesTheMidAlone() {
    for (long seed = 0; seed < 200; seed++) {
      MessageLog log = MessageLog.of(random(new Random(seed)));
      MessageLog signed = log.plus("X1 sig k=");
      MessageLog relayed = signed.plus("X1 hop d=a").plus("anything");
      assertEquals(mid(log), mid(signed), "seed " + seed);
      assertEquals(mid(log), mid(relayed), "seed " + seed);
    }
  }

  @Test
  void anEntryMoreInTheOriginMakesAnotherMid() {
    MessageLog log = MessageLog.of(List.of("one"));
    assertTrue(!mid(log).equals(mid(log.plus("two"))));
  }

  @Test
  void readsItsOwnEntriesBack() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Bytes> attachments = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        attachments.add(bytes(random, 32));
      }
      LogEntry.Digests digests = new LogEntry.Digests(bytes(random, 32), attachments);
      LogEntry.SenderSignature signature =
          new LogEntry.SenderSignature(
              bytes(random, 32), random.nextInt(Integer.MAX_VALUE), bytes(random, 64));
      MessageLog log = MessageLog.of(List.of("x", digests.text(), signature.text()));
      assertEquals(Optional.of(digests), log.digests(), "seed " + seed);
      assertEquals(Optional.of(signature), log.senderSignature(), "seed " + seed);
    }
  }

  private static MessageId mid(MessageLog log) {
    MessageHeader header =
        new MessageHeader(1, 0, log.bytes().length(), 48, "bob", "b.example", "al", "a.example");
    Bytes hash = Bytes.wrap(new byte[32]);
    return Message.mid(header, log, new LogEntry.Digests(hash, List.of()));
  }

  private static List<String> random(Random random) {
    List<String> entries = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      entries.add("entry\n" + Long.toHexString(random.nextLong()) + "ü");
    }
    return entries;
  }

  private static Bytes bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
