package cmtp.protocol.crypto;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One direction of a secure channel, at its receiving end (SPEC 7.4): takes the header and the
 * chunks in any split. Holds at most one unfinished chunk, in memory that grows with what has come,
 * and nothing between chunks. Not for several threads at once.
 *
 * <p>A chunk that was changed, replayed, left out, moved or sent the other way breaks the channel
 * for good. An end of the stream without a final chunk is a truncation: ask {@link #ended()}.
 */
public final class ChannelOpener {
  /** What a piece of input came to. */
  public sealed interface Result permits Plaintext, Ended, Malformed {}

  /** What could be opened, in order; empty while a chunk is unfinished. */
  public record Plaintext(Bytes content) implements Result {}

  /** The same, and the peer has ended its direction: nothing may follow. */
  public record Ended(Bytes content) implements Result {}

  /** The channel is broken, now and from now on; close the connection. */
  public record Malformed(String reason) implements Result {}

  private enum Expecting {
    HEADER,
    LENGTH,
    CHUNK,
    NOTHING
  }

  private static final int LENGTH_BYTES = 4;
  private static final int FIRST_BUFFER_BYTES = 1024;
  private static final byte[] NOTHING = new byte[0];

  private final byte[] key;
  private byte[] state = NOTHING;
  private Expecting expecting = Expecting.HEADER;
  private int needed = ChannelSealer.HEADER_BYTES;
  private byte[] held = NOTHING;
  private int heldBytes;
  private Malformed broken;

  ChannelOpener(byte[] key) {
    this.key = key;
  }

  /** Whether the final chunk has come; a connection that closes before was cut off. */
  public boolean ended() {
    return expecting == Expecting.NOTHING && broken == null;
  }

  public Result feed(Bytes input) {
    return feed(input.unsafeArray(), 0, input.length());
  }

  /** Takes all of this input and gives what could be opened. */
  public Result feed(byte[] input, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, input.length);
    List<Bytes> opened = new ArrayList<>(2);
    int at = offset;
    int end = offset + length;
    while (broken == null && at < end) {
      if (expecting == Expecting.NOTHING) {
        fail("bytes after the final chunk");
      } else if (heldBytes == 0 && end - at >= needed) {
        int used = needed;
        unit(input, at, opened);
        at += used;
      } else {
        at += hold(input, at, end, opened);
      }
    }
    return result(opened);
  }

  private Result result(List<Bytes> opened) {
    if (broken != null) {
      return broken;
    }
    Bytes content = opened.size() == 1 ? opened.get(0) : Bytes.concat(opened.toArray(Bytes[]::new));
    return expecting == Expecting.NOTHING ? new Ended(content) : new Plaintext(content);
  }

  private int hold(byte[] input, int at, int end, List<Bytes> opened) {
    int taken = Math.min(end - at, needed - heldBytes);
    if (held.length < heldBytes + taken) {
      int grown = Math.max(FIRST_BUFFER_BYTES, Math.max(2 * held.length, heldBytes + taken));
      held = Arrays.copyOf(held, Math.min(needed, grown));
    }
    System.arraycopy(input, at, held, heldBytes, taken);
    heldBytes += taken;
    if (heldBytes == needed) {
      byte[] whole = held;
      held = NOTHING;
      heldBytes = 0;
      unit(whole, 0, opened);
    }
    return taken;
  }

  /** Handles the {@code needed} bytes that stand at {@code at}. */
  private void unit(byte[] bytes, int at, List<Bytes> opened) {
    switch (expecting) {
      case HEADER -> {
        byte[] header = Arrays.copyOfRange(bytes, at, at + ChannelSealer.HEADER_BYTES);
        state = SecureChannel.initialState(header, key);
        expect(Expecting.LENGTH, LENGTH_BYTES);
      }
      case LENGTH -> length(ByteBuffer.wrap(bytes).getInt(at));
      case CHUNK -> chunk(bytes, at, opened);
      case NOTHING -> throw new IllegalStateException("nothing was expected");
    }
  }

  private void length(int length) {
    if (length < Limits.CHUNK_OVERHEAD
        || length > Limits.CHUNK_PLAINTEXT_MAX + Limits.CHUNK_OVERHEAD) {
      fail("a chunk of " + Integer.toUnsignedString(length) + " bytes");
    } else {
      expect(Expecting.CHUNK, length);
    }
  }

  private void chunk(byte[] bytes, int at, List<Bytes> opened) {
    byte[] tag = new byte[1];
    Scratch scratch = Scratch.mine();
    scratch.put(bytes, at, needed);
    int result =
        Sodium.crypto_secretstream_xchacha20poly1305_pull(
            state, scratch.output(), null, tag, scratch.input(), needed, null, 0);
    if (result != 0) {
      fail("a chunk that is not the next one");
    } else if (tag[0] != SecureChannel.TAG_MESSAGE && tag[0] != SecureChannel.TAG_FINAL) {
      fail("a chunk with tag " + tag[0]);
    } else {
      byte[] plaintext = new byte[needed - Limits.CHUNK_OVERHEAD];
      scratch.take(plaintext, 0, plaintext.length);
      opened.add(Bytes.wrap(plaintext));
      boolean last = tag[0] == SecureChannel.TAG_FINAL;
      expect(last ? Expecting.NOTHING : Expecting.LENGTH, LENGTH_BYTES);
    }
  }

  private void expect(Expecting next, int bytes) {
    expecting = next;
    needed = bytes;
  }

  private void fail(String reason) {
    broken = new Malformed(reason);
    held = NOTHING;
  }
}
