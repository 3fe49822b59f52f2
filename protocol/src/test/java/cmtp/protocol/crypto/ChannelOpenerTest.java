package cmtp.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelOpenerTest {
  private static final int CHUNK_OVERHEAD = 4 + 17;

  private final EphemeralKey ours = EphemeralKey.generate(new Seeded(1));
  private final EphemeralKey theirs = EphemeralKey.generate(new Seeded(2));
  private final SecureChannel client = ours.asClient(theirs.publicKey()).orElseThrow();
  private final SecureChannel server = theirs.asServer(ours.publicKey()).orElseThrow();
  private final ChannelSealer sealer = client.sealer(new Seeded(3));
  private final ChannelOpener opener = server.opener();

  @Test
  void takesTheStreamInEverySplit() {
    Bytes stream = stream("first", "", "second chunk", "third");
    for (int split = 0; split <= stream.length(); split++) {
      ChannelOpener fresh = server.opener();
      Bytes head = content(fresh.feed(stream.slice(0, split)));
      Bytes tail = content(fresh.feed(stream.slice(split, stream.length())));
      assertEquals(
          Bytes.utf8("firstsecond chunkthird"), Bytes.concat(head, tail), "split at " + split);
      assertTrue(fresh.ended());
    }
  }

  @Test
  void takesTheStreamByteByByte() {
    Bytes stream = stream("first", "second");
    List<Bytes> opened = new ArrayList<>();
    for (int i = 0; i < stream.length(); i++) {
      opened.add(content(opener.feed(stream.unsafeArray(), i, 1)));
    }
    assertEquals(Bytes.utf8("firstsecond"), Bytes.concat(opened.toArray(Bytes[]::new)));
  }

  @Test
  void takesLargeContentInRandomPieces() {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      ChannelSealer from = client.sealer(new Seeded(seed));
      Bytes plaintext = new Seeded(seed).next(random.nextInt(400_000));
      Bytes stream = Bytes.concat(from.header(), from.seal(plaintext));
      ChannelOpener to = server.opener();
      List<Bytes> opened = new ArrayList<>();
      for (int at = 0; at < stream.length(); ) {
        int piece = Math.min(stream.length() - at, 1 + random.nextInt(100_000));
        opened.add(content(to.feed(stream.unsafeArray(), at, piece)));
        at += piece;
      }
      assertEquals(plaintext, Bytes.concat(opened.toArray(Bytes[]::new)), "seed " + seed);
      assertFalse(to.ended());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 131_073})
  void contentIsCutIntoAsFewChunksAsPossible(int length) {
    Bytes plaintext = new Seeded(length).next(length);
    opener.feed(sealer.header());
    Bytes chunks = sealer.seal(plaintext);
    int count = (length + 65_535) / 65_536;
    assertEquals(length + count * CHUNK_OVERHEAD, chunks.length());
    assertEquals(plaintext, content(opener.feed(chunks)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 65_536, 65_537})
  void theFinalChunkEndsTheDirection(int length) {
    Bytes plaintext = new Seeded(length).next(length);
    opener.feed(sealer.header());
    Bytes chunks = sealer.sealFinal(plaintext.unsafeArray(), 0, length);
    ChannelOpener.Result result = opener.feed(chunks);
    assertEquals(plaintext, assertInstanceOf(ChannelOpener.Ended.class, result).content());
    assertTrue(opener.ended());
    assertThrows(IllegalStateException.class, () -> sealer.seal(plaintext));
  }

  @Test
  void sealsARangeOfAnArray() {
    opener.feed(sealer.header());
    byte[] text = Bytes.utf8("..text..").unsafeArray();
    assertEquals(Bytes.utf8("text"), content(opener.feed(sealer.seal(text, 2, 4))));
    assertThrows(IndexOutOfBoundsException.class, () -> sealer.seal(text, 5, 4));
  }

  @Test
  void oneChangedBitAnywhereBreaksTheChannel() {
    Bytes stream = stream("first", "second");
    for (int bit = 0; bit < 8 * stream.length(); bit++) {
      ChannelOpener fresh = server.opener();
      ChannelOpener.Result result = fresh.feed(Seeded.flipped(stream, bit));
      // A larger length waits for bytes that never come: shown by the end that is missing.
      boolean waits = result instanceof ChannelOpener.Plaintext;
      assertTrue(result instanceof ChannelOpener.Malformed || waits, "bit " + bit);
      assertFalse(fresh.ended(), "bit " + bit);
      if (waits) {
        ChannelOpener.Result more = fresh.feed(Bytes.wrap(new byte[70_000]));
        assertInstanceOf(ChannelOpener.Malformed.class, more, "bit " + bit);
      }
    }
  }

  @Test
  void everyTruncationLacksTheEnd() {
    Bytes stream = stream("first", "second");
    for (int length = 0; length < stream.length(); length++) {
      ChannelOpener fresh = server.opener();
      assertInstanceOf(ChannelOpener.Plaintext.class, fresh.feed(stream.slice(0, length)));
      assertFalse(fresh.ended(), length + " bytes");
    }
  }

  @Test
  void aReplayedChunkBreaksTheChannel() {
    Bytes one = sealer.seal(Bytes.utf8("one"));
    opener.feed(sealer.header());
    assertEquals(Bytes.utf8("one"), content(opener.feed(one)));
    assertInstanceOf(ChannelOpener.Malformed.class, opener.feed(one));
  }

  @Test
  void reorderedChunksBreakTheChannel() {
    Bytes one = sealer.seal(Bytes.utf8("one"));
    Bytes two = sealer.seal(Bytes.utf8("two"));
    opener.feed(sealer.header());
    assertInstanceOf(ChannelOpener.Malformed.class, opener.feed(Bytes.concat(two, one)));
  }

  @Test
  void aChunkLeftOutBreaksTheChannel() {
    Bytes one = sealer.seal(Bytes.utf8("one"));
    sealer.seal(Bytes.utf8("two"));
    Bytes three = sealer.seal(Bytes.utf8("three"));
    opener.feed(sealer.header());
    assertEquals(Bytes.utf8("one"), content(opener.feed(one)));
    assertInstanceOf(ChannelOpener.Malformed.class, opener.feed(three));
  }

  @Test
  void aBrokenChannelStaysBroken() {
    Bytes one = sealer.seal(Bytes.utf8("one"));
    opener.feed(sealer.header());
    ChannelOpener.Result broken = opener.feed(Seeded.flipped(one, 80));
    assertInstanceOf(ChannelOpener.Malformed.class, broken);
    assertEquals(broken, opener.feed(one));
    assertEquals(broken, opener.feed(Bytes.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 0, 16, 65_554, 1 << 20, Integer.MAX_VALUE})
  void refusesALengthOutOfBoundsAtOnce(int length) {
    opener.feed(sealer.header());
    ChannelOpener.Result result = opener.feed(length(length));
    assertInstanceOf(ChannelOpener.Malformed.class, result);
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 65_553})
  void waitsForALengthInBounds(int length) {
    opener.feed(sealer.header());
    assertEquals(new ChannelOpener.Plaintext(Bytes.EMPTY), opener.feed(length(length)));
  }

  @Test
  void bytesAfterTheFinalChunkBreakTheChannel() {
    Bytes stream = stream("all");
    Bytes longer = Bytes.concat(stream, Bytes.of((byte) 0));
    assertInstanceOf(ChannelOpener.Malformed.class, server.opener().feed(longer));
    opener.feed(stream);
    assertInstanceOf(ChannelOpener.Malformed.class, opener.feed(Bytes.of((byte) 0)));
    assertFalse(opener.ended());
  }

  /** PUSH and REKEY are tags of the library that the protocol has no use for. */
  @ParameterizedTest
  @ValueSource(bytes = {1, 2, 4, -1})
  void refusesOtherTags(byte tag) {
    byte[] header = new Seeded(5).next(24).unsafeArray();
    byte[] key = new Seeded(6).next(32).unsafeArray();
    byte[] state = SecureChannel.initialState(header, key);
    Pointer out = Scratch.mine().output();
    Sodium.crypto_secretstream_xchacha20poly1305_push(
        state, out, null, Scratch.mine().input(), 3, null, 0, tag);
    Bytes chunk = Bytes.wrap(out.getByteArray(0, 20));
    ChannelOpener fresh = new ChannelOpener(key);
    fresh.feed(Bytes.wrap(header));
    assertInstanceOf(ChannelOpener.Malformed.class, fresh.feed(Bytes.concat(length(20), chunk)));
  }

  private Bytes stream(String... contents) {
    Bytes all = sealer.header();
    for (int i = 0; i < contents.length - 1; i++) {
      all = Bytes.concat(all, sealer.seal(Bytes.utf8(contents[i])));
    }
    byte[] last = Bytes.utf8(contents[contents.length - 1]).unsafeArray();
    return Bytes.concat(all, sealer.sealFinal(last, 0, last.length));
  }

  private static Bytes length(int length) {
    return Bytes.wrap(ByteBuffer.allocate(4).putInt(length).array());
  }

  private static Bytes content(ChannelOpener.Result result) {
    if (result instanceof ChannelOpener.Ended ended) {
      return ended.content();
    }
    return assertInstanceOf(ChannelOpener.Plaintext.class, result).content();
  }
}
